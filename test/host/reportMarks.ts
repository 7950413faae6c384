/** Starts each line of the host suite's report, so that the runner outside VS Code tells it from VS Code's own log. */
export const REPORT_MARK = "##host ";

/** Starts the line with the suite's totals; JSON follows. */
export const TOTALS_MARK = "##host-totals ";
