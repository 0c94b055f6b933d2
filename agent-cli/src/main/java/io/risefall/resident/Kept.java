package io.risefall.resident;

import io.risefall.agent.SavedState;
import java.time.Instant;
import java.util.Optional;

/**
 * What the state file keeps of a check or group. Immutable.
 *
 * @param definition what the check was then, so that another check of the same name is not taken
 *     for it
 * @param state where it stood, its times since the moment of saving
 * @param until when the administrator's word ends, if it does
 */
record Kept(String definition, SavedState state, Optional<Instant> until) {}
