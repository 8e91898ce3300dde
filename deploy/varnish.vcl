# Varnish 7 in front of Foldline: keeps what everybody may see, lets every signed-in reader through to the
# site, and forgets by tag when the site says so. Tested by `npm run test:proxies`.
#
#   apt-get install varnish varnish-modules
#   varnishd -a :80 -f /etc/varnish/foldline.vcl -p http_gzip_support=off -s malloc,256m
#
# The site needs SHARED_CACHE=passes-sessions, SHARED_CACHE_PURGE_URL=http://127.0.0.1:80/ and
# TRUSTED_PROXIES=127.0.0.1. With http_gzip_support=off Varnish keeps the brotli and gzip that the site made.
vcl 4.1;

import std;
import xkey;

backend default {
  .host = "127.0.0.1";
  .port = "3000";
  .first_byte_timeout = 30s;
}

# The instances of the site, which alone may say that something changed.
acl purgers {
  "127.0.0.1";
  "::1";
}

sub vcl_recv {
  if (req.method == "PURGE") {
    if (std.ip(client.ip, "0.0.0.0") !~ purgers) {
      return (synth(403, "Not from here"));
    }
    if (!req.http.Surrogate-Key) {
      return (synth(400, "Surrogate-Key is missing"));
    }
    set req.http.X-Purged = xkey.purge(req.http.Surrogate-Key);
    return (synth(200, "Purged " + req.http.X-Purged));
  }
  # Nobody but us says where a request came from.
  set req.http.X-Forwarded-For = client.ip;
  if (req.method != "GET" && req.method != "HEAD") {
    return (pass);
  }
  # A session, whatever the scheme or the port, and what signing in needs: always to the site. A payer must
  # not be shown the preview, and nothing a payer sees may be kept.
  if (req.http.Cookie ~ "(^|[;\s])(__Host-)?foldline[^=;]*=") {
    return (pass);
  }
  # Other cookies are of no concern to pages that everybody may see.
  unset req.http.Cookie;
  if (req.http.Accept-Encoding ~ "\bbr\b") {
    set req.http.Accept-Encoding = "br";
  } elsif (req.http.Accept-Encoding ~ "\bgzip\b") {
    set req.http.Accept-Encoding = "gzip";
  } else {
    unset req.http.Accept-Encoding;
  }
  return (hash);
}

sub vcl_backend_response {
  # Only what the site offers to shared caches by name, and nothing that is for one browser.
  if (beresp.http.Cache-Control !~ "s-maxage" || beresp.http.Cache-Control ~ "private|no-store" || beresp.http.Set-Cookie) {
    set beresp.uncacheable = true;
    set beresp.ttl = 60s;
    return (deliver);
  }
  set beresp.http.xkey = beresp.http.Surrogate-Key;
}

sub vcl_deliver {
  # Tags are between the site and this cache.
  unset resp.http.xkey;
  unset resp.http.Surrogate-Key;
  unset resp.http.Cache-Tag;
  if (obj.hits > 0) {
    set resp.http.X-Cache = "hit";
  } else {
    set resp.http.X-Cache = "miss";
  }
}
