#include "akin/io/http.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <exception>
#include <memory>
#include <system_error>

#include <curl/curl.h>
#include <unistd.h>

#include "akin/base/require.h"
#include "akin/io/file.h"

namespace akin::io {
namespace {

using Clock = std::chrono::steady_clock;

constexpr long http_partial_content = 206;
constexpr long http_bad_request = 400;
constexpr long http_range_not_satisfiable = 416;
constexpr long http_server_error = 500;

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
struct CloseCurl {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
};

long milliseconds(double seconds) {
  return std::max(1L, static_cast<long>(seconds * 1e3));
}

/// One transfer, called back by libcurl. Exceptions must not cross libcurl, so they are stored.
class Transfer {
 public:
  explicit Transfer(const HttpRequest& request)
      : request_(request), file_(std::fopen(request.part.c_str(), "ab")), curl_(curl_easy_init()) {
    require(file_ != nullptr, "[{}] expected to write it, got: {}", request.part.string(),
            system_message(errno));
    require(curl_ != nullptr, "[download] expected libcurl to start, got an error");
    std::fseek(file_.get(), 0, SEEK_END);
    offset_ = static_cast<std::uint64_t>(std::max(0L, std::ftell(file_.get())));
    configure();
  }

  HttpResponse run() {
    const CURLcode code = curl_easy_perform(curl_.get());
    if (exception_) {
      std::rethrow_exception(exception_);
    }
    require(std::fflush(file_.get()) == 0, "[{}] expected to write it, got: {}",
            request_.part.string(), system_message(errno));
    return response(code);
  }

 private:
  template <class Value>
  void set(CURLoption option, Value value) {
    require(curl_easy_setopt(curl_.get(), option, value) == CURLE_OK,
            "[download] expected libcurl 7.85 or later with http and https, got {}",
            curl_version());
  }

  void configure() {
    set(CURLOPT_URL, request_.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 1L);
    set(CURLOPT_MAXREDIRS, 10L);
    set(CURLOPT_FAILONERROR, 1L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_USERAGENT, "akin");
    set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(request_.connect_timeout));
    set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(request_.limit));
    set(CURLOPT_ERRORBUFFER, message_.data());
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFODATA, this);
    set(CURLOPT_XFERINFOFUNCTION, &Transfer::on_progress);
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_WRITEFUNCTION, &Transfer::on_body);
    if (offset_ > 0) {
      set(CURLOPT_RANGE, fmt::format("{}-", offset_).c_str());
    }
  }

  [[nodiscard]] long status() const {
    long status = 0;
    curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &status);
    return status;
  }

  static std::size_t on_body(char* data, std::size_t, std::size_t size, void* self) {
    return static_cast<Transfer*>(self)->take(data, size);
  }

  static int on_progress(void* self, curl_off_t total, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<Transfer*>(self)->keep_going(static_cast<std::uint64_t>(total)) ? 0 : 1;
  }

  /// Returns `size`, or less to abort the transfer.
  std::size_t take(const char* data, std::size_t size) {
    if (received_ == 0 && status() != http_partial_content) {
      offset_ = 0;  // the server sends the whole file
      if (ftruncate(fileno(file_.get()), 0) != 0) {
        return abort(system_message(errno));
      }
    }
    last_byte_ = Clock::now();
    received_ += size;
    if (offset_ + received_ > request_.limit) {
      too_large_ = true;
      reason_ = fmt::format("more than {} bytes", request_.limit);
      return 0;
    }
    if (std::fwrite(data, 1, size, file_.get()) != size) {
      return abort(system_message(errno));
    }
    return size;
  }

  std::size_t abort(const std::string& why) {
    exception_ = std::make_exception_ptr(Error(
        fmt::format("[{}] expected to write it, got: {}; free some space or choose another place",
                    request_.part.string(), why)));
    return 0;
  }

  /// libcurl calls this about once a second or more often, even while no data arrives.
  bool keep_going(std::uint64_t total) {
    const std::chrono::duration<double> waited = Clock::now() - last_byte_;
    const double timeout = received_ > 0 ? request_.stall_timeout : request_.answer_timeout;
    if (waited.count() > timeout) {
      reason_ = fmt::format("nothing for {:.1f} s", waited.count());
      return false;
    }
    try {
      if (request_.progress &&
          !request_.progress(offset_ + received_, total > 0 ? offset_ + total : 0)) {
        fail("[download] cancelled; what has come is kept in {}", request_.part.string());
      }
    } catch (...) {
      exception_ = std::current_exception();
      return false;
    }
    return true;
  }

  [[nodiscard]] HttpResponse response(CURLcode code) const {
    HttpResponse response;
    response.resumed = offset_ > 0;
    curl_off_t connect_time = 0;
    curl_easy_getinfo(curl_.get(), CURLINFO_CONNECT_TIME_T, &connect_time);
    response.connected = connect_time > 0;
    // An unsatisfiable range means that `part` probably was complete already.
    response.complete =
        code == CURLE_OK || (response.resumed && status() == http_range_not_satisfiable);
    if (response.complete) {
      return response;
    }
    const bool connected = received_ > 0 || code == CURLE_GOT_NOTHING || code == CURLE_RECV_ERROR;
    const bool unwanted = code == CURLE_FILESIZE_EXCEEDED || code == CURLE_WRITE_ERROR;
    response.transient = connected && !unwanted;
    response.too_large = too_large_ || code == CURLE_FILESIZE_EXCEEDED;
    response.text = !reason_.empty()           ? reason_
                    : message_.front() != '\0' ? message_.data()
                                               : curl_easy_strerror(code);
    if (code == CURLE_HTTP_RETURNED_ERROR && status() >= http_bad_request) {
      response.transient = status() >= http_server_error;
      response.text = fmt::format("HTTP {}", status());
    }
    return response;
  }

  const HttpRequest& request_;
  std::unique_ptr<std::FILE, CloseFile> file_;
  std::unique_ptr<CURL, CloseCurl> curl_;
  std::array<char, CURL_ERROR_SIZE> message_{};
  std::string reason_;  ///< set if the transfer was aborted on purpose
  std::exception_ptr exception_;
  std::uint64_t offset_ = 0;  ///< bytes from earlier transfers
  std::uint64_t received_ = 0;
  bool too_large_ = false;
  Clock::time_point last_byte_ = Clock::now();
};

}  // namespace

HttpResponse fetch(const HttpRequest& request) {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  require(ready == CURLE_OK, "[download] expected libcurl to start, got: {}",
          curl_easy_strerror(ready));
  return Transfer(request).run();
}

}  // namespace akin::io
