package penstock.parity;

import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsReadingMetadata;
import org.apache.flink.table.connector.source.abilities.SupportsWatermarkPushDown;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;

/** A table that is read; its watermarks are made in the source, split by split, after each row. */
final class GivenTable implements ScanTableSource, SupportsReadingMetadata, SupportsWatermarkPushDown {
    private final String script;
    private final String table;
    private final DataType type;
    private final DecodingFormat<DeserializationSchema<RowData>> format;
    private List<String> metadata = List.of();
    private DataType produced;
    private WatermarkStrategy<RowData> watermarks = WatermarkStrategy.noWatermarks();

    GivenTable(
            String script, String table, DataType type, DecodingFormat<DeserializationSchema<RowData>> format) {
        this.script = script;
        this.table = table;
        this.type = type;
        this.format = format;
        this.produced = type;
    }

    @Override
    public ChangelogMode getChangelogMode() {
        return format.getChangelogMode();
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
        DeserializationSchema<RowData> decoder = format.createRuntimeDecoder(context, type);
        GivenSource source = new GivenSource(script, table, decoder, new MetadataColumns(metadata));
        TypeInformation<RowData> rows = context.createTypeInformation(produced);
        return new DataStreamScanProvider() {
            @Override
            public DataStream<RowData> produceDataStream(ProviderContext provider, StreamExecutionEnvironment job) {
                return job.fromSource(source, watermarks, table, rows);
            }

            @Override
            public boolean isBounded() {
                return false;
            }
        };
    }

    @Override
    public Map<String, DataType> listReadableMetadata() {
        return MetadataColumns.known();
    }

    @Override
    public void applyReadableMetadata(List<String> keys, DataType producedType) {
        metadata = List.copyOf(keys);
        produced = producedType;
    }

    @Override
    public void applyWatermark(WatermarkStrategy<RowData> strategy) {
        watermarks = strategy;
    }

    @Override
    public DynamicTableSource copy() {
        GivenTable copy = new GivenTable(script, table, type, format);
        copy.metadata = metadata;
        copy.produced = produced;
        copy.watermarks = watermarks;
        return copy;
    }

    @Override
    public String asSummaryString() {
        return "given rows of " + table;
    }
}
