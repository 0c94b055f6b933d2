/** What tests of checkers over TLS need: certificates of every kind, and servers that show them. */
@NullMarked
package io.risefall.net.testkit;

import org.jspecify.annotations.NullMarked;
