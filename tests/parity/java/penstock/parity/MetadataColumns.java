package penstock.parity;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.data.utils.JoinedRowData;
import org.apache.flink.table.types.DataType;

/** The METADATA columns that a table asks for, filled from what a script says beside its records. */
final class MetadataColumns implements Serializable {
    private static final long serialVersionUID = 1;
    private final ArrayList<String> keys;

    MetadataColumns(List<String> keys) {
        this.keys = new ArrayList<>(keys);
    }

    static Map<String, DataType> known() {
        Map<String, DataType> known = new LinkedHashMap<>();
        known.put("timestamp", DataTypes.TIMESTAMP_LTZ(3).nullable());
        known.put("key", DataTypes.STRING().nullable());
        known.put("shard", DataTypes.STRING().nullable());
        known.put("sequence", DataTypes.BIGINT().nullable());
        return known;
    }

    RowData joined(RowData row, Map<String, Object> given) {
        if (keys.isEmpty()) {
            return row;
        }
        GenericRowData added = new GenericRowData(keys.size());
        for (int place = 0; place < keys.size(); place++) {
            added.setField(place, internal(keys.get(place), given.get(keys.get(place))));
        }
        return new JoinedRowData(row.getRowKind(), row, added);
    }

    private static Object internal(String key, Object value) {
        if (value == null) {
            return null;
        }
        switch (key) {
            case "timestamp":
                long us = ((Number) value).longValue();
                return TimestampData.fromEpochMillis(Math.floorDiv(us, 1000), (int) Math.floorMod(us, 1000) * 1000);
            case "sequence":
                return ((Number) value).longValue();
            default:
                return StringData.fromString(value.toString());
        }
    }
}
