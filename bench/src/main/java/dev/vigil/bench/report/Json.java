package dev.vigil.bench.report;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;

/** A report as JSON, and back. */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Json() {}

    public static String write(Report report) {
        try {
            return MAPPER.writeValueAsString(report) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What {@link #write} wrote.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is something else, or of a version that this one cannot read
     */
    public static Report read(Path file) throws IOException {
        Report report;
        try {
            report = MAPPER.readValue(file.toFile(), Report.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(file + " is not what --json writes: " + e.getOriginalMessage(), e);
        }
        if (report == null || report.environment() == null || report.results() == null || report.absent() == null) {
            throw new IllegalArgumentException(
                    file + " is not what --json writes: it lacks environment, results or absent");
        }
        String problem = Environment.problem(report.environment());
        if (problem != null) {
            throw new IllegalArgumentException(file + " " + problem);
        }
        return report;
    }
}
