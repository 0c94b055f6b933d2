/** What things cost: run by {@code benchmarks/run}, judged against {@code requirements.tsv}. */
@NullMarked
package io.risefall.benchmarks;

import org.jspecify.annotations.NullMarked;
