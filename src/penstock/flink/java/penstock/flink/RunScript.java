package penstock.flink;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.StatementSet;
import org.apache.flink.table.api.TableEnvironment;

/** Runs a script's INSERTs as one job in this process and says what it took: RunScript script.sql [key=value …]. */
public final class RunScript {
    private RunScript() {}

    public static void main(String[] arguments) throws Exception {
        Configuration settings = new Configuration();
        settings.setString("execution.target", "local");
        settings.setString("parallelism.default", "1");
        for (int place = 1; place < arguments.length; place++) {
            String[] setting = arguments[place].split("=", 2);
            settings.setString(setting[0], setting[1]);
        }
        TableEnvironment tables = TableEnvironment.create(
                EnvironmentSettings.newInstance().inStreamingMode().withConfiguration(settings).build());
        StatementSet inserts = tables.createStatementSet();
        Statements.apply(Statements.of(Files.readString(Path.of(arguments[0]))), tables, inserts);
        long cpuBefore = cpuNanoseconds();
        JobExecutionResult result = inserts.execute().getJobClient().orElseThrow().getJobExecutionResult().get();
        long cpuMs = TimeUnit.NANOSECONDS.toMillis(cpuNanoseconds() - cpuBefore);
        System.out.printf("{\"runtime_ms\": %d, \"cpu_ms\": %d, \"peak_rss_bytes\": %d}%n",
                result.getNetRuntime(), cpuMs, peakRssBytes());
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static long cpuNanoseconds() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static long peakRssBytes() throws Exception {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return -1;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst().orElse(-1);
    }
}
