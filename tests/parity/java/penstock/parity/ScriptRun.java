package penstock.parity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.table.api.bridge.java.StreamStatementSet;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.catalog.Catalog;
import org.apache.flink.table.catalog.CatalogBaseTable;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.ObjectPath;
import penstock.flink.Statements;

/**
 * One script on the cluster, step by step.
 *
 * <p>A step is over when a checkpoint that was triggered after its records has passed the whole job: then
 * every record has had its effect, so neither threads nor network decide what a mark sees.
 */
final class ScriptRun {
    private static final long TIMEOUT_MS = 60_000;
    private static final long POLL_MS = 2;
    private static final long AGAIN_MS = 500;
    private static final int TRIES_MAX = 200;
    private static final Set<String> AS_THEY_ARE = Set.of("parity", "side-input");
    private final MiniCluster cluster;
    private final String name;
    private final Map<String, Object> request;
    private final Exchange exchange = new Exchange();
    private final List<Object> marks = new ArrayList<>();
    private String stage = "plan";
    private int step = -1;
    private JobID job;

    ScriptRun(MiniCluster cluster, Map<String, Object> request) {
        this.cluster = cluster;
        this.name = (String) request.get("id");
        this.request = request;
    }

    /** Returns marks, refused records, and the error with the step that it came in, if there was one. */
    Map<String, Object> answer() {
        Map<String, Object> answer = new LinkedHashMap<>();
        long startedNs = System.nanoTime();
        answer.put("id", name);
        Exchange.ALL.put(name, exchange);
        try {
            giveAll();
            StreamGraph graph = planned();
            answer.put("planned_ms", (System.nanoTime() - startedNs) / 1_000_000);
            stage = "run";
            job = cluster.submitJob(graph.getJobGraph()).get().getJobID();
            drive();
        } catch (Throwable failure) {
            answer.put("error", told(failure));
        } finally {
            cancel();
            Exchange.ALL.remove(name);
        }
        answer.put("marks", marks);
        answer.put("refused", exchange.refused());
        answer.put("took_ms", (System.nanoTime() - startedNs) / 1_000_000);
        return answer;
    }

    private Map<String, Object> told(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("stage", stage);
        error.put("step", step);
        error.put("class", root.getClass().getSimpleName());
        error.put("message", String.valueOf(root.getMessage()));
        if (System.getenv("PARITY_TRACE") != null) {
            failure.printStackTrace();
        }
        return error;
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> steps() {
        return (List<Map<String, Object>>) request.get("steps");
    }

    @SuppressWarnings("unchecked")
    private void giveAll() throws IOException {
        int place = 0;
        for (Map<String, Object> each : steps()) {
            if (each.containsKey("file")) {
                giveLines((String) each.get("table"), Path.of((String) each.get("file")), place);
            }
            for (Map<String, Object> record : (List<Map<String, Object>>) each.getOrDefault("records", List.of())) {
                byte[] bytes = ((String) record.get("text")).getBytes(StandardCharsets.UTF_8);
                Map<String, Object> metadata = (Map<String, Object>) record.getOrDefault("metadata", Map.of());
                exchange.give(
                        (String) each.get("table"),
                        new Exchange.Record(place, (String) each.get("split"), bytes, metadata));
            }
            place++;
        }
    }

    private void giveLines(String table, Path file, int place) throws IOException {
        for (String line : Files.readAllLines(file)) {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            exchange.give(table, new Exchange.Record(place, "0", bytes, Map.of()));
        }
    }

    private StreamGraph planned() throws Exception {
        Configuration settings = new Configuration();
        settings.setString("parallelism.default", "1");
        settings.setString("restart-strategy.type", "none");
        settings.setString("execution.checkpointing.interval", "1 h");
        settings.setString("execution.checkpointing.tolerable-failed-checkpoints", "1000");
        settings.setString("table.local-time-zone", "UTC");
        StreamExecutionEnvironment environment = new StreamExecutionEnvironment(settings);
        StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
        StreamStatementSet inserts = tables.createStatementSet();
        Catalog catalog = tables.getCatalog(tables.getCurrentCatalog()).orElseThrow();
        for (String statement : Statements.of((String) request.get("script"))) {
            Statements.apply(List.of(statement), tables, inserts);
            connect(catalog, tables.getCurrentDatabase());
        }
        inserts.attachAsDataStream();
        return environment.getStreamGraph();
    }

    /** Gives every table this harness's connector, and leaves it its format; a table to look up stays as it is. */
    private void connect(Catalog catalog, String database) throws Exception {
        for (String table : catalog.listTables(database)) {
            ObjectPath path = new ObjectPath(database, table);
            CatalogBaseTable found = catalog.getTable(path);
            if (!(found instanceof CatalogTable) || AS_THEY_ARE.contains(found.getOptions().getOrDefault("connector", ""))) {
                continue;
            }
            catalog.alterTable(path, ((CatalogTable) found).copy(options(found.getOptions())), false);
        }
    }

    private Map<String, String> options(Map<String, String> given) {
        Map<String, String> options = new HashMap<>();
        String format = given.getOrDefault("format", "json");
        given.forEach((key, value) -> {
            if (key.startsWith(format + ".") || key.startsWith("scan.watermark.")) {
                options.put(key, value);
            }
        });
        options.put("format", format);
        options.put("connector", "parity");
        options.put("script", name);
        options.putIfAbsent("scan.watermark.emit.strategy", "on-event");
        return options;
    }

    private void drive() throws Exception {
        awaitRunning();
        for (Map<String, Object> each : steps()) {
            step++;
            if (each.containsKey("end")) {
                exchange.release(step, true);
                awaitEnd();
            } else if (each.containsKey("mark")) {
                marks.add(exchange.results());
            } else {
                exchange.release(step, false);
                settle();
            }
        }
    }

    private void settle() throws Exception {
        while (!exchange.awaitReaders(10 * POLL_MS)) {
            failIfOver();
        }
        for (int tries = 1; !checkpointed(tries == TRIES_MAX); tries++) {
            Thread.sleep(POLL_MS);
        }
    }

    /** Says whether a checkpoint has passed; a task that is just ending declines it, and it is tried again. */
    private boolean checkpointed(boolean last) throws Exception {
        try {
            cluster.triggerCheckpoint(job, CheckpointType.FULL).get();
            return true;
        } catch (ExecutionException failure) {
            failIfOver();
            if (last) {
                throw failure;
            }
            return false;
        }
    }

    private void awaitRunning() throws Exception {
        long untilNs = System.nanoTime() + TIMEOUT_MS * 1_000_000;
        while (System.nanoTime() < untilNs) {
            AccessExecutionGraph graph = cluster.getExecutionGraph(job).get();
            boolean all = graph.getState() == JobStatus.RUNNING || graph.getState() == JobStatus.FINISHED;
            for (var vertex : graph.getAllExecutionVertices()) {
                ExecutionState state = vertex.getExecutionState();
                all &= state == ExecutionState.RUNNING || state == ExecutionState.FINISHED;
            }
            if (all) {
                return;
            }
            failIfOver();
            Thread.sleep(POLL_MS);
        }
        throw new IllegalStateException("the job did not start");
    }

    private void failIfOver() throws Exception {
        JobStatus status = cluster.getJobStatus(job).get();
        if (status == JobStatus.FAILED || status == JobStatus.FAILING) {
            awaitEnd();
        }
    }

    /** Waits for the job's end; tasks end with a checkpoint, and one that is declined is asked for again. */
    private void awaitEnd() throws Exception {
        CompletableFuture<JobResult> result = cluster.requestJobResult(job);
        long untilNs = System.nanoTime() + TIMEOUT_MS * 1_000_000;
        while (!result.isDone() && System.nanoTime() < untilNs) {
            try {
                result.get(AGAIN_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException late) {
                cluster.triggerCheckpoint(job, CheckpointType.FULL);
            }
        }
        var failure = result.get(AGAIN_MS, TimeUnit.MILLISECONDS).getSerializedThrowable();
        if (failure.isPresent()) {
            throw new Exception(failure.get().deserializeError(getClass().getClassLoader()));
        }
    }

    private void cancel() {
        if (job == null) {
            return;
        }
        try {
            if (!cluster.getJobStatus(job).get().isGloballyTerminalState()) {
                cluster.cancelJob(job).get();
                cluster.requestJobResult(job).get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
            }
        } catch (Exception gone) {
            System.err.println(name + ": " + gone);
        }
    }
}
