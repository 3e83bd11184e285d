package penstock.bench;

import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.legacy.table.connector.source.SourceFunctionProvider;
import org.apache.flink.streaming.api.functions.source.legacy.SourceFunction;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;

/** The connector events-in-memory: events of a JSON file, decoded before the job and given row by row. */
public final class EventsInMemory implements DynamicTableSourceFactory {
    private static final ConfigOption<String> PATH = ConfigOptions.key("path").stringType().noDefaultValue();

    @Override
    public String factoryIdentifier() {
        return "events-in-memory";
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(PATH);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of();
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        String path = FactoryUtil.createTableFactoryHelper(this, context).getOptions().get(PATH);
        Events.of(path);
        return new Source(path);
    }

    private record Source(String path) implements ScanTableSource {
        @Override
        public ChangelogMode getChangelogMode() {
            return ChangelogMode.insertOnly();
        }

        @Override
        public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
            return SourceFunctionProvider.of(new Giver(path), true);
        }

        @Override
        public DynamicTableSource copy() {
            return new Source(path);
        }

        @Override
        public String asSummaryString() {
            return "events in memory";
        }
    }

    private static final class Giver implements SourceFunction<RowData> {
        private static final long serialVersionUID = 1;
        private final String path;
        private volatile boolean going = true;

        Giver(String path) {
            this.path = path;
        }

        @Override
        public void run(SourceContext<RowData> context) {
            List<RowData> rows = Events.of(path);
            for (int place = 0; going && place < rows.size(); place++) {
                context.collect(rows.get(place));
            }
        }

        @Override
        public void cancel() {
            going = false;
        }
    }
}
