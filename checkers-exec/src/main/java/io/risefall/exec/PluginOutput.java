package io.risefall.exec;

import java.util.Map;

/**
 * What a monitoring plugin writes, by the Nagios plugin guidelines: a line of text, more lines of
 * it, and performance data after the first bar of the first line and after the first bar of the
 * lines that follow, to the end.
 *
 * @param text the first line's
 * @param measurements values with their units, by label
 */
record PluginOutput(String text, Map<String, String> measurements) {

  static PluginOutput of(String output) {
    int lineEnd = output.indexOf('\n');
    String first = lineEnd < 0 ? output : output.substring(0, lineEnd);
    String rest = lineEnd < 0 ? "" : output.substring(lineEnd + 1);
    String data = afterBar(first) + "\n" + afterBar(rest);
    int bar = first.indexOf('|');
    return new PluginOutput(
        bar < 0 ? first : first.substring(0, bar), new PerformanceData(data).measurements());
  }

  /** For output that was cut: half of a measurement would be another one. */
  static String withoutLastWord(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) > ' ') {
      end--;
    }
    return end == 0 ? text : text.substring(0, end);
  }

  private static String afterBar(String text) {
    int bar = text.indexOf('|');
    return bar < 0 ? "" : text.substring(bar + 1);
  }
}
