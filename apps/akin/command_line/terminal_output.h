#pragma once

namespace akin::app {

// What the command prints may come from anybody: the settings of a run, names of files and classes,
// generated text, the messages of errors. A terminal would obey the control characters in it.

/// Escapes control characters from now on in log lines, which become the message alone in the
/// colour of its level, cut at 2,000 bytes; and in what is printed to standard output if that is a
/// terminal. What goes to a file or a pipe is not changed.
void escape_control_characters();

}  // namespace akin::app
