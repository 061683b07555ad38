package dev.vigil.trust;

import java.util.function.Predicate;

/** Makes a script that fails shorter, for as long as it fails. */
final class Shrinker {
    private static final long LIMIT = 30_000_000_000L;

    private final Predicate<Script> fails;
    private final long end = System.nanoTime() + LIMIT;

    Shrinker(Predicate<Script> fails) {
        this.fails = fails;
    }

    Script shrink(Script script) {
        Script best = script;
        for (int piece = Math.max(1, best.ops().size() / 2); piece >= 1; piece /= 2) {
            best = withoutPieces(best, piece);
        }
        Script again = withoutPieces(best, 1);
        while (again.ops().size() < best.ops().size()) {
            best = again;
            again = withoutPieces(best, 1);
        }
        return smallNumbers(best);
    }

    private Script withoutPieces(Script script, int piece) {
        Script best = script;
        int at = 0;
        while (at < best.ops().size() && hasTime()) {
            Script shorter = best.without(at, Math.min(best.ops().size(), at + piece));
            if (fails.test(shorter)) {
                best = shorter;
            } else {
                at += piece;
            }
        }
        return best;
    }

    private Script smallNumbers(Script script) {
        Script best = script;
        for (int i = 0; i < best.ops().size() && hasTime(); i++) {
            Op op = best.ops().get(i);
            for (int argument = 0; argument < Math.min(op.argument(), 8); argument++) {
                Script simpler = best.with(i, new Op(op.code(), op.place(), argument));
                if (fails.test(simpler)) {
                    best = simpler;
                    break;
                }
            }
        }
        return best;
    }

    private boolean hasTime() {
        return System.nanoTime() - end < 0;
    }
}
