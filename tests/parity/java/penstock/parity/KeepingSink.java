package penstock.parity;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.table.connector.RuntimeConverter;
import org.apache.flink.table.connector.sink.DynamicTableSink.DataStructureConverter;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.Row;

/** A sink that keeps every change as its kind and its values. */
final class KeepingSink implements Sink<RowData> {
    private static final long serialVersionUID = 1;
    private final String script;
    private final String table;
    private final DataStructureConverter converter;

    KeepingSink(String script, String table, DataStructureConverter converter) {
        this.script = script;
        this.table = table;
        this.converter = converter;
    }

    @Override
    public SinkWriter<RowData> createWriter(WriterInitContext context) {
        Exchange exchange = Exchange.ALL.get(script);
        converter.open(RuntimeConverter.Context.create(KeepingSink.class.getClassLoader()));
        return new SinkWriter<>() {
            @Override
            public void write(RowData row, Context written) {
                Row values = (Row) converter.toExternal(row);
                List<Object> change = new ArrayList<>(List.of(row.getRowKind().shortString()));
                for (int place = 0; place < values.getArity(); place++) {
                    change.add(Plain.of(values.getField(place)));
                }
                exchange.collect(table, change);
            }

            @Override
            public void flush(boolean end) {}

            @Override
            public void close() {}
        };
    }
}
