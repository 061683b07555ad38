package dev.vigil.stream;

import dev.vigil.carry.Block;
import dev.vigil.carry.Operation;
import dev.vigil.relay.RelayEnd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a stream has read and its handler has not used yet, and the operation that reads more. A stream whose handler leaves nothing
 * reads into what the loop lends for a batch, and holds no memory between two; what is left moves to a block of the stream's own,
 * and the next read goes right behind it. Only for the loop's thread.
 */
final class Input extends Operation {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final BlockPool pool;
    private final RelayEnd end;

    /** What is left, or null. */
    private Block own;

    /** Where the bytes are that the handler is to see: what is left, or what was lent for the batch. */
    private Block current;

    private int from;
    private int to;

    /** Whether the end has come. */
    private boolean ended;

    Input(BlockPool pool, RelayEnd end) {
        super(false);
        this.pool = pool;
        this.end = end;
    }

    void begin(int fd) {
        standFor(fd);
    }

    boolean hasEnded() {
        return ended;
    }

    /** How many bytes wait for the handler. */
    int left() {
        return to - from;
    }

    /**
     * Asks for at most so many bytes, which go to what is lent or behind what is left. False if there is no memory now in which what is
     * left could grow.
     */
    boolean prepare(Block lent, int most) {
        if (own == null) {
            current = lent;
            from = 0;
            to = 0;
            // No more than can be kept if the handler leaves it all.
            int keepable = pool.available() >= pool.largeBytes() ? pool.largeBytes() : BlockPool.SMALL;
            ask(lent, 0, Math.min(Math.min(most, lent.size()), keepable));
            return true;
        }
        if (to == own.size() && from > 0) {
            moveTo(own);
        }
        if (to == own.size()) {
            Block larger = own.size() < pool.largeBytes() ? pool.borrow(true) : null;
            if (larger == null) {
                return false;
            }
            Block smaller = own;
            moveTo(larger);
            pool.giveBack(smaller);
        }
        current = own;
        ask(own, to, Math.min(most, own.size() - to));
        return true;
    }

    private void moveTo(Block block) {
        int length = left();
        block.buffer().clear();
        block.buffer().put(0, current.buffer().clear(), from, length);
        own = block;
        current = block;
        from = 0;
        to = length;
    }

    @Override
    public void perform() {
        ByteBuffer buffer = block().buffer();
        try {
            int count = end.read(buffer.limit(offset() + length()).position(offset()));
            if (count > 0) {
                moved(count);
            } else {
                ended = count < 0;
                nothing();
            }
        } catch (IOException e) {
            failed(e);
        } catch (RuntimeException e) {
            failed(new IOException("reading " + end + " has failed: " + e, e));
        }
    }

    /** Takes over what the operation has brought. Returns whether more may be had at once. */
    boolean take() {
        to += count();
        return count() > 0 && count() == length();
    }

    /** What the handler is to see, in the buffer that it is shown. */
    ByteBuffer view() {
        if (current == null) {
            return NOTHING;
        }
        return current.buffer().clear().order(ByteOrder.BIG_ENDIAN).limit(to).position(from);
    }

    /** Keeps what a handler has not used of what it was shown. */
    void keepFrom(ByteBuffer shown) {
        int position = shown.position();
        if (position < from || position > to) {
            throw new IllegalStateException("a handler was shown the bytes from " + from + " to " + to
                    + " of a buffer, and has left it at " + position + ": leave its position where the rest begins");
        }
        from = position;
        keep();
    }

    /** Keeps what is there: nothing of it stays in what was lent. */
    void keep() {
        if (from == to) {
            release();
        } else if (current != own) {
            Block block = pool.borrow(left() >= BlockPool.SMALL);
            moveTo(block == null ? pool.borrowBeyond(left()) : block);
        }
    }

    /** Drops what is there. */
    void release() {
        if (own != null) {
            pool.giveBack(own);
            own = null;
        }
        current = null;
        from = 0;
        to = 0;
    }
}
