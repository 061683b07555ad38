package dev.vigil.uring;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The kernel has io_uring, but not all of it that is needed here. */
final class OldKernelException extends IOException {
    private static final long serialVersionUID = 1L;

    OldKernelException(int features, int needed) {
        super("io_uring of this kernel lacks " + names(needed & ~features) + ", which it has from Linux 5.17 on");
    }

    private static String names(int missing) {
        List<String> names = new ArrayList<>();
        add(names, missing, UringConstants.IORING_FEAT_SINGLE_MMAP, "SINGLE_MMAP");
        add(names, missing, UringConstants.IORING_FEAT_NODROP, "NODROP");
        add(names, missing, UringConstants.IORING_FEAT_SUBMIT_STABLE, "SUBMIT_STABLE");
        add(names, missing, UringConstants.IORING_FEAT_CQE_SKIP, "CQE_SKIP");
        return String.join(", ", names);
    }

    private static void add(List<String> names, int missing, int feature, String name) {
        if ((missing & feature) != 0) {
            names.add("IORING_FEAT_" + name);
        }
    }
}
