package dev.vigil.bench.selecting;

import dev.vigil.bench.worker.RefusedException;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.function.Consumer;

/** One kind of work with a selector, and how much of it was done. */
abstract class Turn {
    /** As on the command line, in small letters. */
    enum Kind {
        /** Takes the selected ones from the selected-key set. */
        SET,
        /** Has them handed to an action. */
        CONSUMER,
        /** Takes interests back and sets them again, with a selection after each; of quiet ones. */
        CHANGE,
        /** A wake-up, and the selection that it ends. */
        WAKEUP,
        /** Registers and cancels, with a selection after each; of quiet ones. */
        REGISTER;

        static String[] names() {
            return Arrays.stream(values())
                    .map(each -> each.name().toLowerCase(Locale.ROOT))
                    .toArray(String[]::new);
        }

        Turn over(Selector selector, SelectionKey[] chosen) {
            return switch (this) {
                case SET -> new Selected(selector, chosen);
                case CONSUMER -> new Consumed(selector, chosen);
                case CHANGE -> new Changed(selector, chosen);
                case WAKEUP -> new Woken(selector, chosen);
                case REGISTER -> new Registered(selector, chosen);
            };
        }

        /** Whether the chosen ones are to be ready all the time; else nothing ever is. */
        boolean isOfReadyOnes() {
            return this == SET || this == CONSUMER;
        }
    }

    final Selector selector;
    final SelectionKey[] chosen;
    long units;

    private Turn(Selector selector, SelectionKey[] chosen) {
        this.selector = selector;
        this.chosen = chosen;
    }

    abstract void turn() throws IOException;

    void reset() {
        units = 0;
    }

    final long units() {
        return units;
    }

    /** Throws if the work was not done. */
    abstract void check();

    private static void requireNone(int selected) {
        if (selected != 0) {
            throw new RefusedException(selected + " were selected, and nothing was ready");
        }
    }

    /** Those that are ready, each as often as every other. */
    private abstract static class OfReadyOnes extends Turn {
        private long goal;

        OfReadyOnes(Selector selector, SelectionKey[] chosen) {
            super(selector, chosen);
        }

        @Override
        final void turn() throws IOException {
            goal += chosen.length;
            while (units < goal) {
                select();
            }
        }

        abstract void select() throws IOException;

        @Override
        final void reset() {
            super.reset();
            goal = 0;
            for (SelectionKey key : chosen) {
                Seen.reset(key);
            }
        }

        /** A selector may tell of all more than once before it has told of each; never of one twice as often. */
        @Override
        final void check() {
            long sum = 0;
            for (SelectionKey key : chosen) {
                sum += Seen.of(key);
                if (Seen.of(key) == 0) {
                    throw new RefusedException("a key was never selected, and its channel is ready");
                }
            }
            if (sum != units) {
                throw new RefusedException(units - sum + " events were of channels that are not ready");
            }
        }
    }

    private static final class Selected extends OfReadyOnes {
        Selected(Selector selector, SelectionKey[] chosen) {
            super(selector, chosen);
        }

        @Override
        void select() throws IOException {
            selector.select();
            Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
            while (keys.hasNext()) {
                SelectionKey key = keys.next();
                keys.remove();
                Seen.count(key);
                units++;
            }
        }
    }

    private static final class Consumed extends OfReadyOnes implements Consumer<SelectionKey> {
        Consumed(Selector selector, SelectionKey[] chosen) {
            super(selector, chosen);
        }

        @Override
        void select() throws IOException {
            selector.select(this);
        }

        @Override
        public void accept(SelectionKey key) {
            Seen.count(key);
            units++;
        }
    }

    private static final class Changed extends Turn {
        Changed(Selector selector, SelectionKey[] chosen) {
            super(selector, chosen);
        }

        @Override
        void turn() throws IOException {
            for (SelectionKey key : chosen) {
                key.interestOps(0);
            }
            requireNone(selector.selectNow());
            for (SelectionKey key : chosen) {
                key.interestOps(SelectionKey.OP_READ);
            }
            requireNone(selector.selectNow());
            units += chosen.length;
        }

        @Override
        void check() {
            for (SelectionKey key : chosen) {
                if (key.interestOps() != SelectionKey.OP_READ) {
                    throw new RefusedException("an interest is not what it was set to");
                }
            }
        }
    }

    private static final class Woken extends Turn {
        Woken(Selector selector, SelectionKey[] chosen) {
            super(selector, chosen);
        }

        @Override
        void turn() throws IOException {
            selector.wakeup();
            requireNone(selector.select());
            units++;
        }

        @Override
        void check() {
            // A wake-up that was lost would have left the thread in its selection.
        }
    }

    private static final class Registered extends Turn {
        private final SelectableChannel[] channels;

        Registered(Selector selector, SelectionKey[] chosen) {
            super(selector, chosen);
            channels = Arrays.stream(chosen).map(SelectionKey::channel).toArray(SelectableChannel[]::new);
        }

        @Override
        void turn() throws IOException {
            for (SelectionKey key : chosen) {
                key.cancel();
            }
            requireNone(selector.selectNow());
            for (int i = 0; i < chosen.length; i++) {
                chosen[i] = channels[i].register(selector, SelectionKey.OP_READ);
            }
            requireNone(selector.selectNow());
            units += chosen.length;
        }

        @Override
        void check() {
            for (SelectionKey key : chosen) {
                if (!key.isValid()) {
                    throw new RefusedException("a key is not registered");
                }
            }
        }
    }
}
