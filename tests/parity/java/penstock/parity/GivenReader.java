package penstock.parity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.UserCodeClassLoader;

/** Reads records step by step; one that the format refuses is noted and left out, as Penstock does. */
final class GivenReader implements SourceReader<RowData, GivenSource.NoSplit> {
    private final Exchange exchange;
    private final String table;
    private final DeserializationSchema<RowData> format;
    private final MetadataColumns metadata;
    private final List<Exchange.Record> records;
    private final Map<String, SourceOutput<RowData>> outputs = new LinkedHashMap<>();
    private int next;
    private int stepDone = Integer.MIN_VALUE;

    GivenReader(
            Exchange exchange,
            String table,
            DeserializationSchema<RowData> format,
            MetadataColumns metadata,
            SourceReaderContext context)
            throws Exception {
        this.exchange = exchange;
        this.table = table;
        this.format = format;
        this.metadata = metadata;
        this.records = exchange.recordsOf(table);
        format.open(new Surroundings(context));
        exchange.done(this, stepDone);
    }

    @Override
    public InputStatus pollNext(ReaderOutput<RowData> output) {
        if (outputs.isEmpty()) {
            records.forEach(record -> outputs.computeIfAbsent(record.split, output::createOutputForSplit));
        }
        int released = exchange.released();
        boolean ended = exchange.ended();
        if (next < records.size() && records.get(next).step <= released) {
            emit(records.get(next++));
            return InputStatus.MORE_AVAILABLE;
        }
        stepDone = released;
        exchange.done(this, released);
        return ended ? InputStatus.END_OF_INPUT : InputStatus.NOTHING_AVAILABLE;
    }

    private void emit(Exchange.Record record) {
        List<RowData> rows = new ArrayList<>();
        try {
            format.deserialize(record.bytes, new ListCollector<>(rows));
        } catch (Exception refusal) {
            exchange.refuse(table, record.step, String.valueOf(refusal.getMessage()));
            return;
        }
        rows.forEach(row -> outputs.get(record.split).collect(metadata.joined(row, record.metadata)));
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return exchange.newsAfter(stepDone);
    }

    @Override
    public void start() {}

    @Override
    public List<GivenSource.NoSplit> snapshotState(long checkpoint) {
        return List.of();
    }

    @Override
    public void addSplits(List<GivenSource.NoSplit> splits) {}

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public void close() {}

    private static final class Surroundings implements DeserializationSchema.InitializationContext {
        private final SourceReaderContext context;

        Surroundings(SourceReaderContext context) {
            this.context = context;
        }

        @Override
        public MetricGroup getMetricGroup() {
            return context.metricGroup();
        }

        @Override
        public UserCodeClassLoader getUserCodeClassLoader() {
            return context.getUserCodeClassLoader();
        }
    }
}
