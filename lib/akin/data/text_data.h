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
  /// Names in the catalogue, or paths: see read_text_files().
  std::vector<std::string> data = {"tinyshakespeare"};
  std::string text_column;  ///< of tables: see open_text_table(); "none": they are no tables
  /// Characters or documents for validation; -1: a tenth, at most 1,000,000 characters or 1,000
  /// documents.
  std::int64_t holdout = -1;
  std::int64_t limit = 0;                ///< characters or documents for training; 0: all
  std::string tokenizer = "characters";  ///< "auto", or one of tokens::tokenizer_kinds()
  std::int64_t vocabulary = 0;           ///< size, for subwords; 0: see tokens::make_tokenizer()
  /// "on": each line is a document; "off": each file is one text; "auto": as the catalogue says, on
  /// for the rows of tables, off for other files.
  std::string documents = "auto";
};

/// The text of a run.
struct TextData {
  std::string name;
  std::string sha256;  ///< of the bytes of the source
  std::shared_ptr<const tokens::Tokenizer> tokenizer;
  /// If true, a sequence is "\n" followed by documents that each end with "\n", so that "\n" both
  /// starts and ends every document, as in makemore.
  bool documents = false;
  tokens::TokenSequence train;       ///< after holdout and limit
  tokens::TokenSequence validation;  ///< empty if holdout is 0
  // Lengths in characters, for metrics per character, without the "\n" that starts documents.
  std::int64_t train_characters = 0;
  std::int64_t validation_characters = 0;
  struct Source {
    std::string who;  ///< name or path
    std::int64_t characters = 0;
    std::int64_t documents = 0;  ///< lines that are not empty
  };
  std::vector<Source> sources;     ///< the texts, in order
  std::vector<std::string> notes;  ///< for people: what was chosen and left out
};

/// Loads text in chunks, downloading it if necessary; a file may be larger than memory. Its line
/// ends become "\n", and byte order marks are dropped (tokens::plain_text()). The
/// validation split is the last characters, as in nanoGPT (90 % of tinyshakespeare is for
/// training), of each text where there are several; for documents, a fixed random sample, as in
/// makemore; for the built-in tales, new ones. Several texts follow one another, each ended by a
/// "\n"; a limit takes the same share of each. The vocabulary is fitted to the whole text unless
/// `tokenizer`, that of an earlier run, is given. UsageErrors: an unknown name (with the nearest
/// known one), data that are not text, a holdout that leaves no training text. Errors: a missing or
/// empty file, a folder without texts, text that is not UTF-8, fewer than two characters or
/// documents.
TextData load_text(const TextRequest& request, const io::DownloadOptions& options = {},
                   std::shared_ptr<const tokens::Tokenizer> tokenizer = nullptr);

/// A split as text, one line per document.
tokens::TextSource training_text(const TextData& data);
tokens::TextSource validation_text(const TextData& data);

/// The positions of "\n" in a sequence of documents, one more than there are documents: document d
/// is between positions d and d + 1, which start and end it.
std::vector<std::int64_t> document_bounds(const tokens::TokenSequence& documents,
                                          tokens::Token newline);

}  // namespace akin::data
