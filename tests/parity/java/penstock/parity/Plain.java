package penstock.parity;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.flink.types.Row;

/** Values as JSON can carry them: what JSON has as itself, all else as {"its kind": text}. */
final class Plain {
    private Plain() {}

    static Object of(Object value) {
        if (value == null || value instanceof Boolean || value instanceof String) {
            return value;
        }
        if (value instanceof Float || value instanceof Double) {
            return Map.of("double", Double.toString(((Number) value).doubleValue()));
        }
        if (value instanceof Number && !(value instanceof BigDecimal)) {
            return value;
        }
        return value instanceof Row || value instanceof Map || value.getClass().isArray()
                ? many(value)
                : Map.of(kind(value), text(value));
    }

    private static String kind(Object value) {
        if (value instanceof BigDecimal) {
            return "decimal";
        }
        if (value instanceof LocalDateTime) {
            return "timestamp";
        }
        if (value instanceof Instant) {
            return "instant";
        }
        if (value instanceof LocalDate) {
            return "date";
        }
        if (value instanceof LocalTime) {
            return "time";
        }
        return value instanceof Period ? "months" : value instanceof Duration ? "nanoseconds" : "other";
    }

    private static String text(Object value) {
        if (value instanceof BigDecimal) {
            return ((BigDecimal) value).toPlainString();
        }
        if (value instanceof Instant) {
            return LocalDateTime.ofInstant((Instant) value, ZoneOffset.UTC).toString();
        }
        if (value instanceof Period) {
            return Long.toString(((Period) value).toTotalMonths());
        }
        return value instanceof Duration ? Long.toString(((Duration) value).toNanos()) : value.toString();
    }

    private static Object many(Object value) {
        if (value instanceof byte[]) {
            return Map.of("bytes", HexFormat.of().formatHex((byte[]) value));
        }
        List<Object> values = new ArrayList<>();
        if (value instanceof Row) {
            Row row = (Row) value;
            for (int place = 0; place < row.getArity(); place++) {
                values.add(of(row.getField(place)));
            }
            return Map.of("row", values);
        }
        if (value instanceof Map) {
            ((Map<?, ?>) value).forEach((key, item) -> {
                List<Object> pair = new ArrayList<>();
                pair.add(of(key));
                pair.add(of(item));
                values.add(pair);
            });
            return Map.of("map", values);
        }
        for (int place = 0; place < java.lang.reflect.Array.getLength(value); place++) {
            values.add(of(java.lang.reflect.Array.get(value, place)));
        }
        return values;
    }
}
