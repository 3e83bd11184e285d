/** Pictures of dots: thousands of points share a few looks, each drawn once and copied from then on. */

const SPRITES_MAX = 400;
const sprites = new Map<string, HTMLCanvasElement>();

/** Return the picture of a dot; `radius` is rounded to half a pixel. */
export function sprite(fill: string, edge: string, radius: number): HTMLCanvasElement {
  const rounded = Math.round(radius * 2) / 2;
  const key = `${fill} ${edge} ${rounded} ${devicePixelRatio}`;
  let image = sprites.get(key);
  if (image === undefined) {
    if (sprites.size > SPRITES_MAX) sprites.clear();
    image = drawSprite(fill, edge, rounded);
    sprites.set(key, image);
  }
  return image;
}

function drawSprite(fill: string, edge: string, radius: number): HTMLCanvasElement {
  const image = document.createElement("canvas");
  image.width = image.height = Math.ceil((2 * radius + 4) * devicePixelRatio);
  const ctx = image.getContext("2d")!;
  ctx.scale(devicePixelRatio, devicePixelRatio);
  ctx.arc(radius + 2, radius + 2, radius, 0, 2 * Math.PI);
  ctx.globalAlpha = 0.84;
  ctx.fillStyle = fill;
  ctx.fill();
  ctx.globalAlpha = 1;
  ctx.strokeStyle = edge;
  ctx.stroke();
  return image;
}
