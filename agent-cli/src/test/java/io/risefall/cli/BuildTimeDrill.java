package io.risefall.cli;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Initialises the classes that it is told, in a JVM of its own, and says what native-image would
 * refuse to keep of them or keep as it was on the machine that built.
 */
final class BuildTimeDrill {

  /** What is the same on every machine, with all that is in it. */
  private static final List<Class<?>> CONSTANTS =
      List.of(
          String.class,
          Integer.class,
          Long.class,
          Boolean.class,
          Character.class,
          Class.class,
          Pattern.class,
          Duration.class);

  private final Set<String> listed;
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<String> problems = new ArrayList<>();

  private BuildTimeDrill(Set<String> listed) {
    this.listed = listed;
  }

  /** Ends with a line for each problem. */
  public static void main(String[] classes) throws Exception {
    BuildTimeDrill drill = new BuildTimeDrill(Set.copyOf(Arrays.asList(classes)));
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    for (String name : classes) {
      drill.visit(Class.forName(name));
    }
    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .forEach(thread -> drill.problems.add("started " + thread));
    drill.problems.forEach(problem -> System.out.println("PROBLEM " + problem));
  }

  private void visit(Class<?> type) throws IllegalAccessException {
    Class<?> parent = type.getSuperclass();
    if (parent != null && !isKnown(parent)) {
      problems.add(type.getName() + " is a " + parent.getName());
    }
    for (Field field : type.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        continue;
      }
      if (!Modifier.isFinal(field.getModifiers())) {
        problems.add(type.getName() + "." + field.getName() + " can change");
      } else if (!field.getType().isPrimitive()) {
        field.setAccessible(true);
        visit(field.get(null), type.getName() + "." + field.getName());
      }
    }
  }

  private boolean isKnown(Class<?> type) {
    return type.getName().startsWith("java.") || listed.contains(type.getName());
  }

  private void visit(@Nullable Object value, String path) throws IllegalAccessException {
    if (value == null
        || CONSTANTS.stream().anyMatch(c -> c.isInstance(value))
        || !seen.add(value)) {
      return;
    }
    Class<?> type = value.getClass();
    if (value instanceof Object[] elements) {
      for (Object element : elements) {
        visit(element, path);
      }
    } else if (value instanceof Map<?, ?> map) {
      visit(map.keySet().toArray(), path);
      visit(map.values().toArray(), path);
    } else if (value instanceof Collection<?> collection) {
      visit(collection.toArray(), path);
    } else if (value instanceof Optional<?> optional) {
      visit(optional.orElse(null), path);
    } else if (isDeclaration(value)) {
      visitFields(value, path);
    } else if (!type.isArray()) {
      problems.add(path + " holds a " + type.getName());
    }
  }

  /** One of the list; native-image takes a lambda where it takes all that the lambda implements. */
  private boolean isDeclaration(Object value) {
    Class<?> type = value.getClass();
    return type.isHidden()
        ? Arrays.stream(type.getInterfaces()).allMatch(this::isKnown)
        : listed.contains(type.getName());
  }

  private void visitFields(Object value, String path) throws IllegalAccessException {
    for (Class<?> type = value.getClass(); type != null; type = type.getSuperclass()) {
      if (!type.getName().startsWith("java.")) {
        for (Field field : type.getDeclaredFields()) {
          if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
            field.setAccessible(true);
            visit(field.get(value), path + "." + field.getName());
          }
        }
      }
    }
  }
}
