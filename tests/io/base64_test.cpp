#include "akin/io/base64.h"

#include <gtest/gtest.h>

#include "akin/base/require.h"

namespace akin::io {
namespace {

TEST(Base64, AgreesWithTheStandard) {
  // RFC 4648, section 10.
  const std::vector<std::pair<std::string, std::string>> vectors = {{"", ""},
                                                                    {"f", "Zg=="},
                                                                    {"fo", "Zm8="},
                                                                    {"foo", "Zm9v"},
                                                                    {"foob", "Zm9vYg=="},
                                                                    {"fooba", "Zm9vYmE="},
                                                                    {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(to_base64(bytes), text);
    EXPECT_EQ(from_base64(text, "x"), bytes);
  }
  EXPECT_EQ(from_base64(to_base64(std::string("\0\xff\0", 3)), "x"), std::string("\0\xff\0", 3));
}

TEST(Base64, RejectsOtherText) {
  for (const char* bad :
       {"Zg=", "Zg", "Zm9v\n", "Z!9v", " Zm9", "Zh==", "Zg==Zg==", "====", "Z===", "Zm9vZg=g"}) {
    EXPECT_THROW((void)from_base64(bad, "tokenizer.json"), Error) << bad;
  }
}

}  // namespace
}  // namespace akin::io
