package penstock.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;

/** Files of Nexmark events as Flink's rows, each file read once. */
final class Events {
    private static final Map<String, List<RowData>> READ = new ConcurrentHashMap<>();
    private static final String[] PERSON = {
        "id", "name", "emailAddress", "creditCard", "city", "state", "dateTime", "extra"
    };
    private static final String[] AUCTION = {
        "id", "itemName", "description", "initialBid", "reserve", "dateTime", "expires", "seller", "category", "extra"
    };
    private static final String[] BID = {"auction", "bidder", "price", "channel", "url", "dateTime", "extra"};

    private Events() {}

    static List<RowData> of(String path) {
        return READ.computeIfAbsent(path, Events::read);
    }

    private static List<RowData> read(String path) {
        ObjectMapper mapper = new ObjectMapper();
        List<RowData> rows = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(Path.of(path))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode event = mapper.readTree(line);
                rows.add(GenericRowData.of(
                        event.get("event_type").asInt(),
                        row(event.get("person"), PERSON),
                        row(event.get("auction"), AUCTION),
                        row(event.get("bid"), BID)));
            }
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
        return rows;
    }

    private static RowData row(JsonNode node, String[] names) {
        if (node.isNull()) {
            return null;
        }
        GenericRowData row = new GenericRowData(names.length);
        for (int place = 0; place < names.length; place++) {
            row.setField(place, value(node.get(names[place]), names[place]));
        }
        return row;
    }

    private static Object value(JsonNode node, String name) {
        if (node.isNumber()) {
            return node.asLong();
        }
        if (name.equals("dateTime") || name.equals("expires")) {
            return TimestampData.fromLocalDateTime(LocalDateTime.parse(node.asText().replace(' ', 'T')));
        }
        return StringData.fromBytes(node.asText().getBytes(StandardCharsets.UTF_8));
    }
}
