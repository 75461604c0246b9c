#pragma once

#include <string>

namespace akin::app {

/// A socket that listens at this port of a host, 0: any free one. Its port is never shared with
/// another server. Errors: unknown host, not an address of this machine, port in use.
int listening_socket(const std::string& host, int port);
int port_of(int listening);

/// This machine's address in the network of its default route; without one, its first that is not
/// loopback; empty: none.
std::string network_address();

/// "http://host:port", with brackets around an IPv6 address.
std::string http_url(const std::string& host, int port);

}  // namespace akin::app
