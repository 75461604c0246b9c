#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "akin/io/download.h"
#include "akin/tokens/token_sequence.h"
#include "akin/tokens/tokenizer.h"

namespace akin::data {

struct TextRequest {
  std::string data = "tinyshakespeare";  ///< a catalogue name, or a UTF-8 file
  /// Characters, or documents, kept out of training; -1: a tenth, at most 1,000,000 characters or
  /// 1,000 documents.
  std::int64_t holdout = -1;
  std::int64_t limit = 0;                ///< characters, or documents, to train on; 0: all
  std::string tokenizer = "characters";  ///< one of tokens::tokenizer_kinds()
  std::int64_t vocabulary = 1024;        ///< for subwords
  /// "on": each line is a text of its own; "off": the file is one text; "auto": as the catalogue
  /// says, off for a file.
  std::string documents = "auto";
};

/// What a run trains on and is compared with.
struct TextData {
  std::string name;
  std::string sha256;  ///< of the bytes as they were read, so that runs can say what they saw
  std::shared_ptr<const tokens::Tokenizer> tokenizer;
  /// Where true, the sequences hold "\n" and then every document with "\n" behind it, so that "\n"
  /// both starts and ends a document, as in makemore.
  bool documents = false;
  tokens::TokenSequence train;       ///< after hold-out and limit
  tokens::TokenSequence validation;  ///< never trained on; empty where the hold-out is 0
  // Of the above as text, for figures per character; the "\n" that documents begin with not
  // counted.
  std::int64_t train_characters = 0;
  std::int64_t validation_characters = 0;
};

/// Whether `data` is text: by the catalogue, or a file that begins with UTF-8 and no zero byte.
bool is_text(const std::string& data);
/// Whether it is, or is at least no file of images: neither gzipped nor IDX. Asked where text is as
/// welcome as images, so that a text that is empty or damaged is told so.
bool may_be_text(const std::string& data);

/// Reads the text, downloading it where it must, in pieces: a file may be larger than memory would
/// hold as text. Held out are the last characters, as nanoGPT does, so that of tinyshakespeare the
/// first 90 % are trained on; of documents random ones, always the same, as makemore does; of the
/// built-in tales a fresh draw. The vocabulary is made from all of the text. `tokenizer`, that of
/// an earlier run, takes the place of a new one. UsageErrors: an unknown name (with the nearest
/// known one), data that are not text, a hold-out that leaves nothing to train on. Errors: no file,
/// a folder, an empty file, not UTF-8 (with the offset), or less than two characters or documents.
TextData load_text(const TextRequest& request, const io::DownloadOptions& options = {},
                   std::shared_ptr<const tokens::Tokenizer> tokenizer = nullptr);

/// The training part as text, piece by piece; of documents, a line each.
tokens::TextSource training_text(const TextData& data);
tokens::TextSource validation_text(const TextData& data);

/// Where "\n" stands in a sequence of documents: document d lies between the d-th and the next, the
/// first of which starts it and the second of which ends it. One more than there are documents.
std::vector<std::int64_t> document_bounds(const tokens::TokenSequence& documents,
                                          tokens::Token newline);

}  // namespace akin::data
