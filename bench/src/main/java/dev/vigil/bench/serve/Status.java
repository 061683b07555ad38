package dev.vigil.bench.serve;

/** How a request ends. All but OK end the connection too. */
enum Status {
    OK(200, "OK", ""),
    BAD_REQUEST(400, "Bad Request", ""),
    METHOD_NOT_ALLOWED(405, "Method Not Allowed", "Allow: GET, HEAD\r\n"),
    CONTENT_TOO_LARGE(413, "Content Too Large", ""),
    HEADERS_TOO_LARGE(431, "Request Header Fields Too Large", ""),
    NOT_IMPLEMENTED(501, "Not Implemented", ""),
    VERSION_NOT_SUPPORTED(505, "HTTP Version Not Supported", "");

    /** As it stands in the status line. */
    final String line;

    /** A header field that must come with it, or nothing. */
    final String field;

    Status(int code, String reason, String field) {
        this.line = code + " " + reason;
        this.field = field;
    }
}
