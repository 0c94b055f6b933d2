/** A checker for Redis: the tutorial is in README.md. */
@NullMarked
package com.example.redis;

import org.jspecify.annotations.NullMarked;
