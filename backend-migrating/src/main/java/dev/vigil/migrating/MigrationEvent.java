package dev.vigil.migrating;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** What a flight recording gets for each batch of moves. */
@Name("dev.vigil.Migration")
@Label("Migration")
@Category("Vigil")
@Description("Descriptors moved between the hot and the cold side of a source")
@StackTrace(false)
final class MigrationEvent extends Event {
    @Label("Promotions")
    int promotions;

    @Label("Demotions")
    int demotions;

    @Label("Hot")
    @Description("Descriptors on the hot side afterwards")
    int hot;

    @Label("Cold")
    @Description("Descriptors on the cold side afterwards")
    int cold;
}
