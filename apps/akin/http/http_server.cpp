#include "http/http_server.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <spdlog/spdlog.h>

#include "akin/base/require.h"

#include "http/worker_pool.h"

namespace akin::app {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto tick = std::chrono::milliseconds(250);
constexpr std::size_t stream_block = 4 << 10U;
/// Less than this is not counted as held.
constexpr std::size_t small = 4 << 10U;
constexpr HttpShare instructor_share{256, 64U << 20U};
/// File descriptors for everything else.
constexpr rlim_t other_files = 256;

constexpr std::array<std::pair<const char*, const char*>, 4> common_headers = {
    {{"Content-Security-Policy",
      "default-src 'none'; connect-src 'self'; img-src data:; style-src 'unsafe-inline'; "
      "script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
     {"X-Content-Type-Options", "nosniff"},
     {"Referrer-Policy", "no-referrer"},
     {"Cache-Control", "no-store"}}};

/// IPv4 as it is, also within IPv6; of IPv6 the first 64 bits, which are one customer's.
std::string address_of(const sockaddr* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address->sa_family == AF_INET) {
    const auto* v4 = reinterpret_cast<const sockaddr_in*>(address);
    return ::inet_ntop(AF_INET, &v4->sin_addr, text.data(), text.size());
  }
  if (address->sa_family != AF_INET6) {
    return "unknown";
  }
  in6_addr v6 = reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr;
  if (IN6_IS_ADDR_V4MAPPED(&v6)) {
    return ::inet_ntop(AF_INET, &v6.s6_addr[12], text.data(), text.size());
  }
  std::fill(std::begin(v6.s6_addr) + 8, std::end(v6.s6_addr), std::uint8_t{0});
  return ::inet_ntop(AF_INET6, &v6, text.data(), text.size());
}

/// As many connections as the system has file descriptors for.
std::size_t granted(std::size_t connections) {
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = std::min<rlim_t>(files.rlim_max, connections + 2 * other_files);
  ::setrlimit(RLIMIT_NOFILE, &files);
  ::getrlimit(RLIMIT_NOFILE, &files);
  return std::min<std::size_t>(
      connections, files.rlim_cur > 2 * other_files ? files.rlim_cur - other_files : other_files);
}

MHD_Result collect_header(void* to, MHD_ValueKind /*kind*/, const char* name, const char* value) {
  std::string key = name;
  std::transform(key.begin(), key.end(), key.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  (*static_cast<std::map<std::string, std::string>*>(to))[key] = value != nullptr ? value : "";
  return MHD_YES;
}

MHD_Result result(bool good) {
  return good ? MHD_YES : MHD_NO;
}

[[noreturn]] void throw_too_large() {
  throw HttpError(413, "[server] expected a smaller request");
}

}  // namespace

/// The engine, libmicrohttpd, and what it leaves to us: the table of connections with its deadlines
/// and bounds. All but finish(), wake() and stop() runs in one thread.
struct HttpServer::Engine {
  struct Route {
    HttpHandler handler;
    Lane lane = Lane::state;
  };

  struct Connection;

  /// One request and its response. All of it belongs to the server's thread, except that the
  /// request belongs to the handler while that runs.
  struct Exchange {
    Connection* connection = nullptr;  // nullptr: closed
    HttpRequest request;
    const Route* route = nullptr;  // nullptr: refused
    std::optional<HttpResponse> response;
    bool dispatched = false;    // to a lane
    bool queued = false;        // the response is on its way
    bool suspended = false;     // the engine leaves the connection alone
    std::size_t discarded = 0;  // bytes of a refused body
    std::function<ssize_t(char* to, std::size_t room)> read;  // of the stream
    std::string piece;                                        // of the stream
    std::size_t sent = 0;                                     // of the piece
  };

  struct Connection {
    MHD_Connection* handle = nullptr;
    int socket = -1;
    std::string address;
    Clock::time_point deadline;
    bool closing = false;
    std::size_t held = 0;
    std::shared_ptr<Exchange> exchange;
    std::list<Connection>::iterator self;

    [[nodiscard]] bool waits_for_request() const {
      return !exchange || (!exchange->dispatched && !exchange->queued);
    }
    [[nodiscard]] bool sends() const { return exchange && exchange->queued; }
  };

  /// What a visitor has in progress.
  struct InProgress {
    std::size_t requests = 0;
    std::size_t held = 0;
  };

  Engine(int listening, HttpLimits wanted);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // Called by libmicrohttpd.
  bool accept(const sockaddr* from);
  void opened(MHD_Connection* handle, void** context);
  void closed(Connection& connection);
  bool request(MHD_Connection* handle, const char* path, const char* method, const char* upload,
               std::size_t* upload_bytes, void** context);
  void completed(Connection& connection);
  ssize_t read_stream(Exchange& exchange, char* to, std::size_t room);

  void begin(Connection& connection, const char* path, const char* method);
  const Route& find_route(const HttpRequest& request) const;
  bool receive(Connection& connection, const char* bytes, std::size_t count);
  void dispatch(const std::shared_ptr<Exchange>& exchange);
  bool send(Connection& connection);

  void run();
  void tend(Clock::time_point now);
  void resume_finished();
  void resume_streams();
  void resume(Exchange& exchange);
  void suspend(Exchange& exchange);
  void close(Connection& connection);
  void make_room(const std::string& address);
  const HttpShare& share_of(const Visitor& who) const;
  bool hold(Connection& connection, std::size_t bytes);

  // Called by any thread.
  void finish(const std::shared_ptr<Exchange>& exchange, HttpResponse response);
  void wake();

  HttpLimits limits;
  std::map<std::string, std::map<std::string, Route>> routes;  // by path and method
  std::function<void(HttpRequest&)> check = [](HttpRequest&) {};
  MHD_Daemon* daemon = nullptr;
  int woken = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  std::atomic<bool> waking = false;
  std::atomic<bool> stopping = false;

  std::list<Connection> connections;               // in the order of their opening
  std::map<std::string, std::size_t> per_address;  // those that are not closing
  std::size_t open = 0;                            // likewise
  std::map<std::string, InProgress> visitors;      // by id
  std::size_t held = 0;

  std::mutex mutex;
  std::vector<std::pair<std::shared_ptr<Exchange>, HttpResponse>> finished;
  std::map<Lane, WorkerPool> lanes;  // last: its threads end first
};

HttpServer::Engine::Engine(int listening, HttpLimits wanted) : limits(wanted) {
  limits.connections = granted(limits.connections);
  const auto accept_policy = [](void* self, const sockaddr* from, socklen_t) {
    return result(static_cast<Engine*>(self)->accept(from));
  };
  const auto notify_connection = [](void* self, MHD_Connection* handle, void** context,
                                    MHD_ConnectionNotificationCode code) {
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
      static_cast<Engine*>(self)->opened(handle, context);
    } else if (*context != nullptr) {
      static_cast<Engine*>(self)->closed(*static_cast<Connection*>(*context));
    }
  };
  const auto request_handler = [](void* self, MHD_Connection* handle, const char* path,
                                  const char* method, const char*, const char* upload,
                                  std::size_t* upload_bytes, void** context) {
    return result(
        static_cast<Engine*>(self)->request(handle, path, method, upload, upload_bytes, context));
  };
  const auto notify_completed = [](void* self, MHD_Connection*, void** context,
                                   MHD_RequestTerminationCode) {
    if (*context != nullptr) {
      static_cast<Engine*>(self)->completed(*static_cast<Connection*>(*context));
      *context = nullptr;
    }
  };
  const auto log = [](void*, const char*, va_list) {};
  using Policy = MHD_Result (*)(void*, const sockaddr*, socklen_t);
  using Notify = void (*)(void*, MHD_Connection*, void**, MHD_ConnectionNotificationCode);
  using Handler = MHD_Result (*)(void*, MHD_Connection*, const char*, const char*, const char*,
                                 const char*, std::size_t*, void**);
  using Completed = void (*)(void*, MHD_Connection*, void**, MHD_RequestTerminationCode);
  using Log = void (*)(void*, const char*, va_list);
  daemon = ::MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0,
                              Policy(accept_policy), this, Handler(request_handler), this,  //
                              MHD_OPTION_EXTERNAL_LOGGER, Log(log), nullptr,                //
                              MHD_OPTION_LISTEN_SOCKET, listening,                          //
                              MHD_OPTION_CONNECTION_MEMORY_LIMIT, limits.head_bytes,        //
                              MHD_OPTION_CONNECTION_LIMIT,
                              static_cast<unsigned>(limits.connections + other_files / 2),     //
                              MHD_OPTION_CONNECTION_TIMEOUT, 0U,                               //
                              MHD_OPTION_NOTIFY_CONNECTION, Notify(notify_connection), this,   //
                              MHD_OPTION_NOTIFY_COMPLETED, Completed(notify_completed), this,  //
                              MHD_OPTION_END);
  require(daemon != nullptr && woken >= 0,
          "[server] expected an HTTP server to start, got an error");
  lanes.try_emplace(Lane::state, 2, 2);
  lanes.try_emplace(Lane::model, 8, 1);
  lanes.try_emplace(Lane::text, 6, 2);
  lanes.try_emplace(Lane::control, 1, 1);
}

HttpServer::Engine::~Engine() {
  lanes.clear();
  for (Connection& connection : connections) {
    if (connection.exchange && connection.exchange->suspended) {
      resume(*connection.exchange);
    }
  }
  ::MHD_stop_daemon(daemon);
  ::close(woken);
}

bool HttpServer::Engine::accept(const sockaddr* from) {
  const std::string address = address_of(from);
  const auto of_address = [&] {
    const auto found = per_address.find(address);
    return found == per_address.end() ? 0 : found->second;
  };
  if (of_address() >= limits.connections_per_address) {
    make_room(address);
  } else if (open >= limits.connections) {
    make_room(
        std::max_element(per_address.begin(), per_address.end(), [](const auto& a, const auto& b) {
          return a.second < b.second;
        })->first);
  }
  return of_address() < limits.connections_per_address && open < limits.connections;
}

/// Closes the address's oldest connection that waits for a request, if there is one.
void HttpServer::Engine::make_room(const std::string& address) {
  for (Connection& connection : connections) {
    if (!connection.closing && connection.address == address && connection.waits_for_request()) {
      close(connection);
      return;
    }
  }
}

void HttpServer::Engine::opened(MHD_Connection* handle, void** context) {
  const auto* socket = ::MHD_get_connection_info(handle, MHD_CONNECTION_INFO_CONNECTION_FD);
  const auto* client = ::MHD_get_connection_info(handle, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  Connection& connection = connections.emplace_back();
  connection.self = std::prev(connections.end());
  connection.handle = handle;
  connection.socket = socket->connect_fd;
  connection.address = address_of(client->client_addr);
  connection.deadline = Clock::now() + limits.request_time;
  ++per_address[connection.address];
  ++open;
  *context = &connection;
}

/// The engine sees the end of the connection and calls closed().
void HttpServer::Engine::close(Connection& connection) {
  if (std::exchange(connection.closing, true)) {
    return;
  }
  --open;
  if (--per_address[connection.address] == 0) {
    per_address.erase(connection.address);
  }
  hold(connection, 0);
  ::shutdown(connection.socket, SHUT_RDWR);
  if (connection.sends() && connection.exchange->suspended) {
    resume(*connection.exchange);
  }
}

void HttpServer::Engine::closed(Connection& connection) {
  completed(connection);
  if (!connection.closing) {
    --open;
    if (--per_address[connection.address] == 0) {
      per_address.erase(connection.address);
    }
  }
  connections.erase(connection.self);
}

void HttpServer::Engine::completed(Connection& connection) {
  if (!connection.exchange) {
    return;
  }
  hold(connection, 0);
  const auto exchange = std::exchange(connection.exchange, nullptr);
  exchange->connection = nullptr;
  const auto mine = visitors.find(exchange->request.visitor.id);
  if (mine != visitors.end()) {
    mine->second.requests -= exchange->dispatched ? 1 : 0;
    if (mine->second.requests == 0 && mine->second.held == 0) {
      visitors.erase(mine);
    }
  }
  if (exchange->response && exchange->response->stream) {
    exchange->response->stream->abandon();
  }
  connection.deadline = Clock::now() + limits.idle_time;
}

/// Called with the head, with each part of the body, at the end of the request, and once more when
/// the response is there.
bool HttpServer::Engine::request(MHD_Connection* handle, const char* path, const char* method,
                                 const char* upload, std::size_t* upload_bytes, void** context) {
  try {
    auto& connection = *static_cast<Connection*>(
        ::MHD_get_connection_info(handle, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context);
    if (connection.closing) {
      return false;
    }
    if (*context == nullptr) {
      *context = &connection;
      begin(connection, path, method);
      return !connection.exchange->queued || send(connection);
    }
    if (*upload_bytes > 0) {
      return receive(connection, upload, std::exchange(*upload_bytes, 0));
    }
    if (connection.exchange->response) {
      return send(connection);
    }
    try {
      dispatch(connection.exchange);
      return true;
    } catch (const HttpError& error) {
      connection.exchange->response = error_response(error);
      return send(connection);
    }
  } catch (const std::exception& error) {
    spdlog::error("[server] {}", error.what());
    return false;
  }
}

/// A refused request is answered when its body has been read, so that the client sees the answer;
/// where the body is too long for that, at once.
void HttpServer::Engine::begin(Connection& connection, const char* path, const char* method) {
  connection.exchange = std::make_shared<Exchange>();
  Exchange& exchange = *connection.exchange;
  exchange.connection = &connection;
  HttpRequest& request = exchange.request;
  request.method = std::strcmp(method, "HEAD") == 0 ? "GET" : method;
  request.path = path;
  request.address = connection.address;
  ::MHD_get_connection_values(connection.handle, MHD_HEADER_KIND, collect_header, &request.headers);
  const std::size_t length = std::strtoull(request.header("content-length").c_str(), nullptr, 10);
  try {
    check(request);
    const Route& route = find_route(request);
    if (length > limits.body_bytes) {
      throw_too_large();
    }
    exchange.route = &route;
  } catch (const HttpError& error) {
    exchange.response = error_response(error);
  }
  exchange.queued = exchange.response && length > limits.discarded_bytes;
}

auto HttpServer::Engine::find_route(const HttpRequest& request) const -> const Route& {
  const auto methods = routes.find(request.path);
  if (methods == routes.end()) {
    throw HttpError(404, "[server] expected a request that its page makes");
  }
  const auto route = methods->second.find(request.method);
  if (route == methods->second.end()) {
    throw HttpError(405, "[server] expected another method");
  }
  return route->second;
}

bool HttpServer::Engine::receive(Connection& connection, const char* bytes, std::size_t count) {
  Exchange& exchange = *connection.exchange;
  if (!exchange.response) {
    std::string& body = exchange.request.body;
    try {
      if (body.size() + count > limits.body_bytes) {
        throw_too_large();
      }
      body.append(bytes, count);
      if (!hold(connection, body.capacity())) {
        throw HttpError(503, "[server] expected fewer and smaller requests at once; try again");
      }
      return true;
    } catch (const HttpError& error) {
      exchange.response = error_response(error);
      std::string().swap(body);
      hold(connection, 0);
    }
  }
  exchange.discarded += count;
  return exchange.discarded <= limits.discarded_bytes;
}

/// HttpError (429): the visitor has too much in progress.
void HttpServer::Engine::dispatch(const std::shared_ptr<Exchange>& exchange) {
  const Visitor& who = exchange->request.visitor;
  std::size_t& mine = visitors[who.id].requests;
  if (mine >= share_of(who).requests) {
    throw HttpError(429, "[server] expected fewer requests at once; try again in a second");
  }
  ++mine;
  exchange->dispatched = true;
  exchange->connection->deadline = Clock::time_point::max();
  suspend(*exchange);
  lanes.at(exchange->route->lane).add(exchange->request.visitor, [this, exchange] {
    HttpResponse response = answer(exchange->route->handler, exchange->request);
    const std::function<void()> work = std::exchange(response.work, {});
    finish(exchange, std::move(response));
    if (work) {
      work();
    }
  });
}

void HttpServer::Engine::finish(const std::shared_ptr<Exchange>& exchange, HttpResponse response) {
  {
    const std::lock_guard lock(mutex);
    finished.emplace_back(exchange, std::move(response));
  }
  wake();
}

void HttpServer::Engine::wake() {
  if (!waking.exchange(true)) {
    const std::uint64_t one = 1;
    (void)!::write(woken, &one, sizeof(one));
  }
}

void HttpServer::Engine::suspend(Exchange& exchange) {
  exchange.suspended = true;
  ::MHD_suspend_connection(exchange.connection->handle);
}

void HttpServer::Engine::resume(Exchange& exchange) {
  exchange.suspended = false;
  exchange.connection->deadline = Clock::now() + limits.response_time;
  ::MHD_resume_connection(exchange.connection->handle);
}

bool HttpServer::Engine::send(Connection& connection) {
  Exchange& exchange = *connection.exchange;
  const HttpResponse& response = *exchange.response;
  exchange.queued = true;
  exchange.request.body = {};
  connection.deadline = Clock::now() + limits.response_time;
  MHD_Response* out = nullptr;
  if (response.stream) {
    exchange.read = [this, &exchange](char* to, std::size_t room) {
      return read_stream(exchange, to, room);
    };
    const auto read = [](void* of, std::uint64_t, char* to, std::size_t room) {
      return static_cast<Exchange*>(of)->read(to, room);
    };
    out = ::MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, stream_block, read, &exchange,
                                              nullptr);
  } else {
    const std::string& body = *response.body;
    hold(connection, response.body.use_count() == 1 ? body.size() : 0);
    out = ::MHD_create_response_from_buffer(
        body.size(),
        const_cast<char*>(body.data()),  // NOLINT(cppcoreguidelines-pro-type-const-cast)
        MHD_RESPMEM_PERSISTENT);
  }
  ::MHD_add_response_header(out, "Content-Type", response.content_type.c_str());
  for (const auto& [name, value] : common_headers) {
    ::MHD_add_response_header(out, name, value);
  }
  for (const auto& [name, value] : response.headers) {
    ::MHD_add_response_header(out, name.c_str(), value.c_str());
  }
  const MHD_Result queued =
      ::MHD_queue_response(connection.handle, static_cast<unsigned>(response.status), out);
  ::MHD_destroy_response(out);
  return queued == MHD_YES && !connection.closing;
}

/// A part of the stream; 0: nothing now, and the connection is suspended.
ssize_t HttpServer::Engine::read_stream(Exchange& exchange, char* to, std::size_t room) {
  Connection& connection = *exchange.connection;
  if (connection.closing) {
    return MHD_CONTENT_READER_END_WITH_ERROR;
  }
  if (exchange.sent == exchange.piece.size()) {
    HttpStream& stream = *exchange.response->stream;
    const bool ended = stream.ended();  // before take(), which may get what precedes the end
    exchange.piece = stream.take();
    exchange.sent = 0;
    if (exchange.piece.empty()) {
      if (ended) {
        return MHD_CONTENT_READER_END_OF_STREAM;
      }
      connection.deadline = Clock::time_point::max();
      suspend(exchange);
      return 0;
    }
  }
  const std::size_t count = std::min(room, exchange.piece.size() - exchange.sent);
  std::memcpy(to, exchange.piece.data() + exchange.sent, count);
  exchange.sent += count;
  connection.deadline = Clock::now() + limits.response_time;
  return static_cast<ssize_t>(count);
}

const HttpShare& HttpServer::Engine::share_of(const Visitor& who) const {
  return who.is_instructor    ? instructor_share
         : who.shares_address ? limits.address
                              : limits.visitor;
}

/// Counts these bytes for the connection. Where that is too much, responses that are not taken are
/// closed, the largest first; false: there are none left, and it is still too much.
bool HttpServer::Engine::hold(Connection& connection, std::size_t bytes) {
  bytes = bytes > small ? bytes : 0;
  if (bytes == connection.held || !connection.exchange || connection.exchange->route == nullptr) {
    return true;
  }
  const Visitor& who = connection.exchange->request.visitor;
  InProgress& mine = visitors[who.id];
  mine.held += bytes - connection.held;
  held += who.is_instructor ? 0 : bytes - connection.held;
  connection.held = bytes;
  const auto mine_is_too_much = [&] { return mine.held > share_of(who).held; };
  while (bytes > 0 && (mine_is_too_much() || held > limits.held_bytes)) {
    Connection* largest = nullptr;
    for (Connection& other : connections) {
      const bool suits = other.sends() && !other.exchange->request.visitor.is_instructor &&
                         (!mine_is_too_much() || other.exchange->request.visitor.id == who.id);
      if (suits && other.held > (largest != nullptr ? largest->held : 0)) {
        largest = &other;
      }
    }
    if (largest == nullptr) {
      return false;
    }
    close(*largest);
  }
  return true;
}

void HttpServer::Engine::resume_finished() {
  std::vector<std::pair<std::shared_ptr<Exchange>, HttpResponse>> all;
  {
    const std::lock_guard lock(mutex);
    all.swap(finished);
  }
  for (auto& [exchange, response] : all) {
    exchange->response = std::move(response);
    resume(*exchange);  // a suspended connection is never closed, whatever its client does
  }
}

void HttpServer::Engine::resume_streams() {
  for (Connection& connection : connections) {
    if (!connection.sends() || !connection.exchange->suspended) {
      continue;
    }
    Exchange& exchange = *connection.exchange;
    HttpStream& stream = *exchange.response->stream;
    const bool ended = stream.ended();
    exchange.piece = stream.take();
    exchange.sent = 0;
    if (ended || !exchange.piece.empty()) {
      resume(exchange);
    }
  }
}

void HttpServer::Engine::tend(Clock::time_point now) {
  for (Connection& connection : connections) {
    if (connection.closing) {
      continue;
    }
    if (now > connection.deadline) {
      close(connection);
    } else if (connection.sends() && connection.exchange->response->stream) {
      char next = 0;
      if (connection.exchange->suspended &&
          ::recv(connection.socket, &next, 1, MSG_PEEK | MSG_DONTWAIT) == 0) {
        close(connection);  // the engine does not look at a suspended connection
      } else {
        hold(connection,
             connection.exchange->piece.size() + connection.exchange->response->stream->held());
      }
    }
  }
}

void HttpServer::Engine::run() {
  const auto* epoll = ::MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD);
  std::array<pollfd, 2> files = {{{epoll->epoll_fd, POLLIN, 0}, {woken, POLLIN, 0}}};
  auto next_tick = Clock::now();
  while (!stopping) {
    int wait = static_cast<int>(std::chrono::milliseconds(tick).count());
    if (MHD_UNSIGNED_LONG_LONG engine = 0; ::MHD_get_timeout(daemon, &engine) == MHD_YES) {
      wait = static_cast<int>(std::min<MHD_UNSIGNED_LONG_LONG>(engine, wait));
    }
    ::poll(files.data(), files.size(), wait);
    std::uint64_t count = 0;
    (void)!::read(woken, &count, sizeof(count));
    waking = false;
    const auto now = Clock::now();
    const bool ticks = now >= next_tick;
    if (count > 0 || ticks) {
      resume_finished();
      resume_streams();
    }
    if (ticks) {
      tend(now);
      next_tick = now + tick;
    }
    ::MHD_run(daemon);
  }
}

HttpServer::HttpServer(int listening, HttpLimits limits)
    : engine_(std::make_unique<Engine>(listening, limits)) {}

HttpServer::~HttpServer() = default;

void HttpServer::get(const std::string& path, Lane lane, HttpHandler handler) {
  engine_->routes[path]["GET"] = {std::move(handler), lane};
}

void HttpServer::post(const std::string& path, Lane lane, HttpHandler handler) {
  engine_->routes[path]["POST"] = {std::move(handler), lane};
}

void HttpServer::check_with(std::function<void(HttpRequest&)> check) {
  engine_->check = std::move(check);
}

void HttpServer::run() {
  engine_->run();
}

void HttpServer::stop() {
  engine_->stopping = true;
  engine_->wake();
}

void HttpServer::wake() const {
  engine_->wake();
}

}  // namespace akin::app
