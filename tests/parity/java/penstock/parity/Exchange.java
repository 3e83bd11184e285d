package penstock.parity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** What one script's driver, sources and sinks tell each other: which step may be read, what came out. */
final class Exchange {
    static final Map<String, Exchange> ALL = new ConcurrentHashMap<>();

    /** One record of a table, to be read in its step. */
    static final class Record {
        final int step;
        final String split;
        final byte[] bytes;
        final Map<String, Object> metadata;

        Record(int step, String split, byte[] bytes, Map<String, Object> metadata) {
            this.step = step;
            this.split = split;
            this.bytes = bytes;
            this.metadata = metadata;
        }
    }

    private final Map<String, List<Record>> records = new TreeMap<>();
    private final Map<String, List<Object>> results = new TreeMap<>();
    private final List<Object> refused = new ArrayList<>();
    private final Map<Object, Integer> readers = new ConcurrentHashMap<>();
    private CompletableFuture<Void> news = new CompletableFuture<>();
    private int released = -1;
    private boolean ended;

    synchronized void give(String table, Record record) {
        records.computeIfAbsent(table, name -> new ArrayList<>()).add(record);
    }

    synchronized List<Record> recordsOf(String table) {
        return List.copyOf(records.getOrDefault(table, List.of()));
    }

    /** Lets readers read up to this step; `end` says that nothing follows. */
    synchronized void release(int step, boolean end) {
        released = step;
        ended = end;
        CompletableFuture<Void> told = news;
        news = new CompletableFuture<>();
        told.complete(null);
        notifyAll();
    }

    synchronized int released() {
        return released;
    }

    synchronized boolean ended() {
        return ended;
    }

    /** Returns a future that is done when more than `step` is released. */
    synchronized CompletableFuture<Void> newsAfter(int step) {
        return released > step || ended ? CompletableFuture.completedFuture(null) : news;
    }

    /** Notes that a reader has read all of a step; `Integer.MIN_VALUE` when it has just come. */
    synchronized void done(Object reader, int step) {
        readers.put(reader, step);
        notifyAll();
    }

    /** Waits a little for all readers to have read what was released; says whether they have. */
    synchronized boolean awaitReaders(long waitMs) throws InterruptedException {
        if (!allDone()) {
            wait(waitMs);
        }
        return allDone();
    }

    private boolean allDone() {
        return readers.values().stream().allMatch(step -> step >= released);
    }

    synchronized void refuse(String table, int step, String reason) {
        refused.add(Map.of("table", table, "step", step, "reason", reason));
    }

    synchronized List<Object> refused() {
        return List.copyOf(refused);
    }

    synchronized void collect(String table, List<Object> change) {
        results.computeIfAbsent(table, name -> new ArrayList<>()).add(change);
    }

    /** Returns the changes that each table has got so far. */
    synchronized Map<String, Object> results() {
        Map<String, Object> copy = new TreeMap<>();
        results.forEach((table, changes) -> copy.put(table, List.copyOf(changes)));
        return copy;
    }
}
