package io.risefall.config;

import io.risefall.config.AgentConfig.Bng;
import io.risefall.config.AgentConfig.EventLog;
import io.risefall.config.AgentConfig.FileStyle;
import io.risefall.config.AgentConfig.HaProxy;
import io.risefall.config.AgentConfig.Http;
import io.risefall.config.AgentConfig.KeepalivedFile;
import io.risefall.config.AgentConfig.Listening;
import io.risefall.config.AgentConfig.Publish;
import io.risefall.config.AgentConfig.Transport;
import io.risefall.option.Endpoint;
import io.risefall.option.OptionKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads who is told. */
final class PublishReader {

  private static final String DIALECTS = "bng, haproxy, keepalived-file, http, event-log";
  private static final OptionKind<String> TRANSPORT =
      OptionKind.choice(List.of("tcp", "udp", "both"));
  private static final OptionKind<String> STYLE = OptionKind.choice(List.of("vrrp", "real-server"));
  private static final OptionKind<String> ON_EXIT = OptionKind.choice(List.of("keep", "down"));

  private final References references;
  private final List<Taken> taken = new ArrayList<>();
  private final Map<Path, Integer> paths = new HashMap<>();
  private final List<Publish> all = new ArrayList<>();

  private record Taken(Endpoint listen, Transport transport, int line) {}

  PublishReader(References references) {
    this.references = references;
  }

  List<Publish> read(Place list) {
    for (Place item : list.items()) {
      item.section().flatMap(this::one).ifPresent(all::add);
    }
    return all;
  }

  private Optional<Publish> one(Section keys) {
    Optional<Place> dialect = keys.require("dialect", DIALECTS);
    Optional<String> word = dialect.flatMap(place -> place.text(DIALECTS));
    if (word.isEmpty()) {
      keys.takeRest();
      return Optional.empty();
    }
    Optional<Publish> publish =
        switch (word.get()) {
          case "bng" -> bng(keys);
          case "haproxy" -> haproxy(keys);
          case "keepalived-file" -> keepalivedFile(keys);
          case "http" -> listening(keys, Transport.TCP, allow -> listen -> new Http(listen, allow));
          case "event-log" -> eventLog(keys);
          default -> {
            dialect.get().refuse("no dialect '" + word.get() + "'", DIALECTS);
            keys.takeRest();
            yield Optional.empty();
          }
        };
    keys.end();
    return publish;
  }

  private Optional<Publish> bng(Section keys) {
    Transport transport =
        Transport.valueOf(keys.take("transport", TRANSPORT, "both").toUpperCase(Locale.ROOT));
    Optional<String> check =
        keys.require("check", "the name of a check or group").flatMap(references::nameAt);
    return listening(
            keys, transport, allow -> listen -> new Bng(listen, transport, check.orElse(""), allow))
        .filter(made -> check.isPresent());
  }

  private Optional<Publish> haproxy(Section keys) {
    Optional<String> check = keys.take("check").flatMap(references::nameAt);
    return listening(keys, Transport.TCP, allow -> listen -> new HaProxy(listen, check, allow));
  }

  private Optional<Publish> listening(
      Section keys,
      Transport transport,
      Function<List<Network>, Function<Endpoint, Listening>> made) {
    Optional<Place> at = keys.require("listen", Kinds.LISTEN.allowed());
    Optional<Endpoint> listen = at.flatMap(place -> place.read(Kinds.LISTEN));
    List<Network> allow =
        keys.take("allow").map(Place::items).orElse(List.of()).stream()
            .flatMap(item -> item.read(Network.KIND).stream())
            .toList();
    if (listen.isEmpty() || at.isEmpty()) {
      return Optional.empty();
    }
    refuseTaken(at.get(), listen.get(), transport);
    return Optional.of(made.apply(allow).apply(listen.get()));
  }

  private void refuseTaken(Place place, Endpoint listen, Transport transport) {
    for (Taken other : taken) {
      boolean sameTransport =
          transport == Transport.BOTH
              || other.transport == Transport.BOTH
              || transport == other.transport;
      boolean sameAddress =
          listen.host().equals(other.listen.host())
              || listen.address().isAnyLocalAddress()
              || other.listen.address().isAnyLocalAddress();
      if (sameTransport && sameAddress && listen.port() == other.listen.port()) {
        place.refuse(
            "'" + listen + "' is taken by line " + other.line, "an address and port of its own");
        return;
      }
    }
    taken.add(new Taken(listen, transport, place.line()));
  }

  private Optional<Publish> keepalivedFile(Section keys) {
    @Nullable Path directory = own(keys, "directory").orElse(null);
    @Nullable String style = keys.require("style", STYLE);
    boolean down = keys.take("on-exit", ON_EXIT, "keep").equals("down");
    Optional<Duration> settle = keys.take("settle", OptionKind.DURATION);
    if (directory == null || style == null) {
      return Optional.empty();
    }
    FileStyle read = style.equals("vrrp") ? FileStyle.VRRP : FileStyle.REAL_SERVER;
    return Optional.of(new KeepalivedFile(directory, read, down, settle));
  }

  private Optional<Publish> eventLog(Section keys) {
    return own(keys, "file").map(EventLog::new);
  }

  /** A path that nobody else writes to. */
  private Optional<Path> own(Section keys, String key) {
    Optional<Place> at = keys.require(key, Kinds.PATH.allowed());
    Optional<Path> path = at.flatMap(place -> place.read(Kinds.PATH));
    if (at.isPresent() && path.isPresent()) {
      Integer other = paths.putIfAbsent(path.get().toAbsolutePath().normalize(), at.get().line());
      if (other != null) {
        at.get().refuse("'" + path.get() + "' is taken by line " + other, "a path of its own");
      }
    }
    return path;
  }
}
