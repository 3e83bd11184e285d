package penstock.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.StatementSet;
import org.apache.flink.table.api.TableEnvironment;
import penstock.flink.Statements;

/** Runs a script's INSERTs twice in one process, to measure them warm: RunTwice script.sql [key=value …]. */
public final class RunTwice {
    private RunTwice() {}

    public static void main(String[] arguments) throws Exception {
        Configuration settings = new Configuration();
        settings.setString("execution.target", "local");
        settings.setString("parallelism.default", "1");
        for (int place = 1; place < arguments.length; place++) {
            String[] setting = arguments[place].split("=", 2);
            settings.setString(setting[0], setting[1]);
        }
        List<String> statements = Statements.of(Files.readString(Path.of(arguments[0])));
        long cold = run(statements, settings);
        long warm = run(statements, settings);
        System.out.printf("{\"cold_ms\": %d, \"runtime_ms\": %d, \"peak_rss_bytes\": %d}%n", cold, warm, peakRssBytes());
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static long run(List<String> statements, Configuration settings) throws Exception {
        TableEnvironment tables = TableEnvironment.create(
                EnvironmentSettings.newInstance().inStreamingMode().withConfiguration(settings).build());
        StatementSet inserts = tables.createStatementSet();
        Statements.apply(statements, tables, inserts);
        JobExecutionResult result = inserts.execute().getJobClient().orElseThrow().getJobExecutionResult().get();
        return result.getNetRuntime();
    }

    private static long peakRssBytes() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst().orElse(-1);
    }
}
