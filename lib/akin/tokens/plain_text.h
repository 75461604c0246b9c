#pragma once

#include <string>
#include <string_view>

#include "akin/tokens/tokenizer.h"

namespace akin::tokens {

/// Text as editors and other systems write it, made plain where it enters: byte order marks
/// (U+FEFF) are dropped, and "\r\n" and "\r" become "\n". The chunks end between characters. Errors
/// start with [`who`]: UTF-16 or UTF-32, bytes that are not UTF-8 and zero bytes, with the offset.
TextSource plain_text(TextSource bytes, std::string who);
std::string plain_text(std::string_view bytes, const std::string& who);

/// "UTF-16LE" and the like, if a text that starts so is in such an encoding, by its byte order mark
/// or, for UTF-16, by its zero bytes; otherwise "".
std::string wide_encoding(std::string_view start);

}  // namespace akin::tokens
