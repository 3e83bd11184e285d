package penstock.parity;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;

/** Answers scripts with what Flink makes of them: a request per line of input, an answer per line of output. */
public final class Answers {
    private Answers() {}

    public static void main(String[] arguments) throws Exception {
        int together = Integer.parseInt(arguments[0]);
        PrintStream output = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        ObjectMapper json = new ObjectMapper();
        ExecutorService workers = Executors.newFixedThreadPool(together);
        MiniCluster cluster = started(together);
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            @SuppressWarnings("unchecked")
            Map<String, Object> request = json.readValue(line, Map.class);
            workers.submit(() -> {
                String answer = json.writeValueAsString(new ScriptRun(cluster, request).answer());
                synchronized (output) {
                    output.println(answer);
                }
                return null;
            });
        }
        workers.shutdown();
        workers.awaitTermination(1, TimeUnit.HOURS);
        Runtime.getRuntime().halt(0);
    }

    private static MiniCluster started(int slots) throws Exception {
        Configuration settings = new Configuration();
        settings.setString("taskmanager.memory.network.min", "128 mb");
        settings.setString("taskmanager.memory.network.max", "128 mb");
        settings.setString("taskmanager.memory.managed.size", "256 mb");
        settings.setString("slot.idle.timeout", "1000000");
        settings.setString("execution.checkpointing.storage", "jobmanager");
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(settings)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .withRandomPorts()
                .build());
        cluster.start();
        return cluster;
    }
}
