package penstock.parity;

import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.SinkV2Provider;
import org.apache.flink.table.connector.sink.abilities.SupportsPartitioning;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DeserializationFormatFactory;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.types.DataType;
import org.apache.flink.types.RowKind;

/** The connector of every table of a compared script: it reads what is given and keeps what is written. */
public final class ParityTableFactory implements DynamicTableSourceFactory, DynamicTableSinkFactory {
    static final ConfigOption<String> SCRIPT = ConfigOptions.key("script").stringType().noDefaultValue();

    @Override
    public String factoryIdentifier() {
        return "parity";
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(SCRIPT);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of(FactoryUtil.FORMAT);
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
        DecodingFormat<DeserializationSchema<RowData>> format =
                helper.discoverDecodingFormat(DeserializationFormatFactory.class, FactoryUtil.FORMAT);
        return new GivenTable(
                helper.getOptions().get(SCRIPT),
                context.getObjectIdentifier().getObjectName(),
                context.getPhysicalRowDataType(),
                format);
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        return new Kept(
                context.getCatalogTable().getOptions().get(SCRIPT.key()),
                context.getObjectIdentifier().getObjectName(),
                context.getPhysicalRowDataType());
    }

    private static final class Kept implements DynamicTableSink, SupportsPartitioning {
        private final String script;
        private final String table;
        private final DataType type;

        Kept(String script, String table, DataType type) {
            this.script = script;
            this.table = table;
            this.type = type;
        }

        @Override
        public ChangelogMode getChangelogMode(ChangelogMode requested) {
            return requested.containsOnly(RowKind.INSERT) ? requested : ChangelogMode.all();
        }

        @Override
        public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
            return SinkV2Provider.of(new KeepingSink(script, table, context.createDataStructureConverter(type)));
        }

        @Override
        public void applyStaticPartition(Map<String, String> partition) {
            // Partitions are columns like the others here.
        }

        @Override
        public DynamicTableSink copy() {
            return this;
        }

        @Override
        public String asSummaryString() {
            return "kept rows of " + table;
        }
    }
}
