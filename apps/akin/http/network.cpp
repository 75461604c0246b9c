#include "http/network.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fmt/format.h>

#include "akin/base/require.h"

namespace akin::app {
namespace {

/// A whole class opens the page at once.
constexpr int backlog = 1024;
/// Bytes that the system keeps for a slow reader.
constexpr int send_buffer = 1 << 17;

std::string text_of(const sockaddr* address) {
  std::array<char, INET_ADDRSTRLEN> text{};
  const auto* v4 = reinterpret_cast<const sockaddr_in*>(address);
  return ::inet_ntop(AF_INET, &v4->sin_addr, text.data(), text.size());
}

/// The source of what would be sent to the internet; nothing is sent. The address is one for
/// documentation (RFC 5737), so only the default route leads there.
std::string default_route_address() {
  const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sockaddr_in far{};
  far.sin_family = AF_INET;
  far.sin_port = htons(9);
  ::inet_pton(AF_INET, "192.0.2.1", &far.sin_addr);
  sockaddr_in own{};
  socklen_t size = sizeof(own);
  const bool found = ::connect(socket, reinterpret_cast<const sockaddr*>(&far), sizeof(far)) == 0 &&
                     ::getsockname(socket, reinterpret_cast<sockaddr*>(&own), &size) == 0;
  ::close(socket);
  return found ? text_of(reinterpret_cast<const sockaddr*>(&own)) : std::string();
}

std::string first_address() {
  ifaddrs* list = nullptr;
  if (::getifaddrs(&list) != 0) {
    return {};
  }
  const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> owner(list, &::freeifaddrs);
  for (const ifaddrs* interface = list; interface != nullptr; interface = interface->ifa_next) {
    const bool usable =
        interface->ifa_addr != nullptr && interface->ifa_addr->sa_family == AF_INET &&
        (interface->ifa_flags & IFF_UP) != 0 && (interface->ifa_flags & IFF_LOOPBACK) == 0;
    if (usable) {
      return text_of(interface->ifa_addr);
    }
  }
  return {};
}

/// -1, with errno: cannot listen there.
int listen_at(const addrinfo& at) {
  const int socket = ::socket(at.ai_family, at.ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const int on = 1;
  const int off = 0;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));  // after a server that ended
  ::setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &send_buffer, sizeof(send_buffer));
  if (at.ai_family == AF_INET6) {
    ::setsockopt(socket, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off));
  }
  if (socket >= 0 &&
      (::bind(socket, at.ai_addr, at.ai_addrlen) != 0 || ::listen(socket, backlog) != 0)) {
    const int error = errno;
    ::close(socket);
    errno = error;
    return -1;
  }
  return socket;
}

}  // namespace

int listening_socket(const std::string& host, int port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  addrinfo* list = nullptr;
  const int unknown = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &list);
  require(unknown == 0, "[serve] expected an address or a name of this machine, got {} ({})", host,
          ::gai_strerror(unknown));
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(list, &::freeaddrinfo);
  int error = 0;
  for (const addrinfo* at = list; at != nullptr; at = at->ai_next) {
    if (const int socket = listen_at(*at); socket >= 0) {
      return socket;
    }
    error = errno;
  }
  require(error != EADDRINUSE,
          "[serve] expected a free port, but port {} of {} is taken; stop the other server, or "
          "choose another --port",
          port, host);
  fail("[serve] expected an address of this machine and a port that it grants, got {}:{} ({})",
       host, port, std::strerror(error));
}

int port_of(int listening) {
  sockaddr_storage own{};
  socklen_t size = sizeof(own);
  ::getsockname(listening, reinterpret_cast<sockaddr*>(&own), &size);
  return ntohs(own.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6&>(own).sin6_port
                                         : reinterpret_cast<const sockaddr_in&>(own).sin_port);
}

std::string network_address() {
  const std::string address = default_route_address();
  return address.empty() ? first_address() : address;
}

std::string http_url(const std::string& host, int port) {
  return fmt::format("http://{}:{}", host.find(':') == std::string::npos ? host : "[" + host + "]",
                     port);
}

}  // namespace akin::app
