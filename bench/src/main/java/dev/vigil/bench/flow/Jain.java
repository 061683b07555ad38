package dev.vigil.bench.flow;

/** How evenly something is shared out, after R. Jain, D. Chiu and W. Hawe (1984). */
final class Jain {
    private Jain() {}

    /**
     * Jain's index: the square of the sum over n times the sum of the squares.
     *
     * @param shares what each one got, none below 0
     * @return 1 if all got the same, 1/n if one got everything, 0 if nobody got anything
     */
    static double index(double... shares) {
        double sum = 0;
        double squares = 0;
        for (double share : shares) {
            sum += share;
            squares += share * share;
        }
        return squares == 0 ? 0 : sum * sum / (shares.length * squares);
    }
}
