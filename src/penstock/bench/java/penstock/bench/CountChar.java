package penstock.bench;

import org.apache.flink.table.functions.ScalarFunction;

/** Counts how often a character stands in a text: the user's function of q14. */
public final class CountChar extends ScalarFunction {
    public long eval(String text, String character) {
        long count = 0;
        if (text != null) {
            char wanted = character.charAt(0);
            for (int place = 0; place < text.length(); place++) {
                if (text.charAt(place) == wanted) {
                    count++;
                }
            }
        }
        return count;
    }
}
