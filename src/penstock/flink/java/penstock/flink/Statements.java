package penstock.flink;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.table.api.StatementSet;
import org.apache.flink.table.api.TableEnvironment;

/** A script cut into its statements, and those done: settings, definitions, and one job of all INSERTs. */
public final class Statements {
    private static final Pattern SET = Pattern.compile("(?is)SET\\s+'([^']*)'\\s*=\\s*'([^']*)'");
    private static final Pattern OPENING =
            Pattern.compile("(?is)^(EXECUTE\\s+STATEMENT\\s+SET\\s+BEGIN|BEGIN\\s+STATEMENT\\s+SET)\\b\\s*");
    private static final Pattern PIECE =
            Pattern.compile("--[^\\n]*|/\\*(?:[^*]|\\*(?!/))*\\*/|'[^']*'|`[^`]*`|\"[^\"]*\"|;|.", Pattern.DOTALL);

    private Statements() {}

    /** Returns the statements of a script, without comments; a hint stays. */
    public static List<String> of(String script) {
        List<String> found = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        Matcher pieces = PIECE.matcher(script + ";");
        while (pieces.find()) {
            String piece = pieces.group();
            if (piece.equals(";")) {
                keep(current, found);
            } else if (!piece.startsWith("--") && (!piece.startsWith("/*") || piece.startsWith("/*+"))) {
                current.append(piece);
            } else {
                current.append(' ');
            }
        }
        return found;
    }

    private static void keep(StringBuilder current, List<String> found) {
        String text = OPENING.matcher(current.toString().strip()).replaceFirst("");
        current.setLength(0);
        if (!text.isEmpty() && !text.equalsIgnoreCase("END")) {
            found.add(text);
        }
    }

    /** Does all but the INSERTs, which are added to the set in their order. */
    public static void apply(List<String> statements, TableEnvironment tables, StatementSet inserts) {
        for (String statement : statements) {
            Matcher set = SET.matcher(statement);
            if (set.matches()) {
                tables.getConfig().set(set.group(1), set.group(2));
            } else if (statement.regionMatches(true, 0, "INSERT", 0, 6)) {
                inserts.addInsertSql(statement);
            } else {
                tables.executeSql(statement);
            }
        }
    }
}
