package io.risefall.http;

import io.risefall.option.OptionKind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Status codes that pass, such as {@code 200-299,301}. Immutable. */
record StatusRanges(List<Range> ranges) {

  record Range(int from, int to) {}

  static final OptionKind<StatusRanges> KIND =
      OptionKind.of(
          "list of status codes",
          "LIST",
          "codes and ranges from 100 to 999, joined by commas, such as 200-299,301",
          StatusRanges::parse);

  private static final Pattern RANGE = Pattern.compile("([1-9][0-9]{2})(?:-([1-9][0-9]{2}))?");

  private static StatusRanges parse(String text) {
    List<Range> ranges = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Matcher range = RANGE.matcher(part.strip());
      if (!range.matches()) {
        throw new IllegalArgumentException("'" + part + "' is neither a code nor a range");
      }
      int from = Integer.parseInt(range.group(1));
      int to = range.group(2) == null ? from : Integer.parseInt(range.group(2));
      if (to < from) {
        throw new IllegalArgumentException("'" + part + "' ends before it begins");
      }
      ranges.add(new Range(from, to));
    }
    return new StatusRanges(List.copyOf(ranges));
  }

  boolean contain(int status) {
    return ranges.stream().anyMatch(range -> status >= range.from && status <= range.to);
  }
}
