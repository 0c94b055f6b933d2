package io.risefall.cli.stub;

import io.risefall.check.Checker;
import io.risefall.check.CheckerProvider;
import io.risefall.option.Option;
import io.risefall.option.Options;
import java.util.List;

/** A provider that cannot say what it is. */
public final class ThrowingProvider implements CheckerProvider {

  @Override
  public String type() {
    throw new IllegalStateException("no type today");
  }

  @Override
  public String summary() {
    return "nothing";
  }

  @Override
  public List<Option<?>> options() {
    return List.of();
  }

  @Override
  public Checker create(Options options) {
    throw new IllegalStateException("no checker today");
  }
}
