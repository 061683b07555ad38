package dev.vigil.trust;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a run does.
 *
 * @param batch the batch size of its sources
 * @param ops the operations, in order
 */
record Script(int batch, List<Op> ops) {
    /** A batch that holds whatever a script registers. */
    static final int ENTIRE = 256;

    private static final int[] BATCHES = {1, 2, 3, ENTIRE, ENTIRE, ENTIRE};

    Script {
        ops = List.copyOf(ops);
    }

    static Script random(long seed, int length) {
        Random random = new Random(seed);
        int batch = BATCHES[random.nextInt(BATCHES.length)];
        int[] weights = OpCode.weights(random);
        List<Op> ops = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            ops.add(Op.random(weights, random));
        }
        return new Script(batch, ops);
    }

    /** Reads what {@link #toString} wrote. */
    static Script parse(String text) {
        String[] halves = text.strip().split(":", -1);
        if (halves.length != 2 || !halves[0].matches("[1-9][0-9]{0,4}")) {
            throw new IllegalArgumentException(
                    "a script is BATCH:OPERATION,OPERATION,... with a batch size first, not \"" + text + "\"");
        }
        List<Op> ops = Arrays.stream(halves[1].split(",", -1))
                .map(String::strip)
                .filter(op -> !op.isEmpty())
                .map(Op::parse)
                .toList();
        return new Script(Integer.parseInt(halves[0]), ops);
    }

    /** The script without some kinds of operations, and with batches that take all. */
    Script plain(Set<OpCode> left) {
        return new Script(
                ENTIRE, ops.stream().filter(op -> !left.contains(op.code())).toList());
    }

    /** The script without some of its operations. */
    Script without(int from, int to) {
        List<Op> left = new ArrayList<>(ops.subList(0, from));
        left.addAll(ops.subList(to, ops.size()));
        return new Script(batch, left);
    }

    Script with(int index, Op op) {
        List<Op> changed = new ArrayList<>(ops);
        changed.set(index, op);
        return new Script(batch, changed);
    }

    @Override
    public String toString() {
        return batch + ":" + ops.stream().map(Op::toString).collect(Collectors.joining(","));
    }
}
