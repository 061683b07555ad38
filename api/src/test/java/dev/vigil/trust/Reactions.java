package dev.vigil.trust;

import java.io.IOException;

/** What handlers do beside being told. */
final class Reactions {
    static final int COUNT = 9;

    /** What a handler throws. */
    static final class Thrown extends IOException {
        private static final long serialVersionUID = 1;
    }

    private final World world;

    Reactions(World world) {
        this.world = world;
    }

    void react(Watched self, int reaction) throws IOException {
        Operations operations = new Operations(world);
        int parameter = reaction / COUNT;
        Place other = world.places[parameter % Op.PLACES];
        switch (reaction % COUNT) {
            case 0 -> throwOne(self);
            case 1 -> operations.cancel(self);
            case 2 -> operations.cancel(other.watched);
            case 3 -> operations.update(self, parameter);
            case 4 -> operations.update(other.watched, parameter);
            case 5 -> operations.rearm(self);
            case 6 -> {
                world.say("    " + self.side.name + ".wakeup();");
                self.side.woken = true;
                self.side.source.wakeup();
            }
            case 7 -> operations.act(world.places[parameter % Op.PLACES], parameter / Op.PLACES);
            default -> {
                if (parameter % 8 == 0) {
                    operations.closeSource(self.side);
                }
            }
        }
    }

    private void throwOne(Watched self) throws IOException {
        world.say("    throw new IOException(); // in the handler of r[" + self.id + "]");
        self.side.cut = true;
        if (self.side == world.inner) {
            world.outer.cut = true;
        }
        throw new Thrown();
    }
}
