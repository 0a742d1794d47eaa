//! The connection of an OpenSSH viewer, as the kernel tells of it: how much is still on the way. The terminal is never asked.

use std::net::{IpAddr, Ipv4Addr};

/// At most so many bytes on the way before the next frame: 1.3 seconds of the slowest link that is promised (2,400 B/s), and at
/// 600 ms there and back still 30 cursor moves a second.
const MOST: u64 = 3 << 10;

/// Where Linux lists connections; other systems have no such file, and then nothing is known.
const TABLES: [&str; 2] = ["/proc/net/tcp", "/proc/net/tcp6"];

/// A TCP connection whose near end is the server's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    /// The two ends as the kernel's tables write them, for both families: a socket of IPv6 may carry IPv4.
    ends: Vec<String>,
}

impl Link {
    /// From `SSH_CONNECTION`: client, its port, server, its port.
    pub(super) fn of(connection: &str) -> Option<Self> {
        let mut words = connection.split_whitespace();
        let mut end = || Some((words.next()?.parse::<IpAddr>().ok()?, words.next()?.parse::<u16>().ok()?));
        let (far, near) = (end()?, end()?);
        let pair = |near: String, far: String, (from, to): (u16, u16)| format!("{near}:{from:04X} {far}:{to:04X} ");
        let ports = (near.1, far.1);
        let mut ends = vec![pair(long(near.0), long(far.0), ports)];
        ends.extend(short(near.0).zip(short(far.0)).map(|(near, far)| pair(near, far, ports)));
        Some(Self { ends })
    }

    /// Whether the next frame should wait until more has arrived.
    pub(super) fn is_full(&self) -> bool {
        TABLES.iter().any(|table| self.waiting(&read(table)).is_some_and(|bytes| bytes > MOST))
    }

    /// Bytes that were sent and have not been acknowledged, by a table of connections.
    fn waiting(&self, table: &str) -> Option<u64> {
        let row = table.lines().find(|row| self.ends.iter().any(|ends| row.contains(ends)))?;
        // After the two ends: state, then `tx_queue:rx_queue`.
        let queues = row.split_whitespace().nth(4)?;
        u64::from_str_radix(queues.split(':').next()?, 16).ok()
    }
}

#[expect(clippy::disallowed_methods, reason = "a table of the kernel, no data file")]
fn read(table: &str) -> String {
    std::fs::read_to_string(table).unwrap_or_default()
}

/// An IPv4 address as the kernel writes it: the number as it lies in memory.
fn short(address: IpAddr) -> Option<String> {
    let IpAddr::V4(address) = address else { return None };
    Some(hex(&address.octets()))
}

/// As an IPv6 address, one number for every four bytes.
fn long(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => hex(&Ipv4Addr::to_ipv6_mapped(&address).octets()),
        IpAddr::V6(address) => hex(&address.octets()),
    }
}

fn hex(octets: &[u8]) -> String {
    let (words, _) = octets.as_chunks::<4>();
    words.iter().fold(String::new(), |text, word| format!("{text}{:08X}", u32::from_ne_bytes(*word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str =
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    #[test]
    fn what_is_on_the_way_is_read_off_the_row_of_the_connection() {
        let link = Link::of("127.0.0.1 50000 127.0.0.2 22").unwrap();
        let (near, far) = (short("127.0.0.2".parse().unwrap()).unwrap(), short("127.0.0.1".parse().unwrap()).unwrap());
        let row = |ends: String, queue: &str| {
            format!("   0: {ends} 01 {queue}:00000000 01:00000018 00000000     0        0 1\n")
        };
        let other = row(format!("{near}:0016 {far}:C351"), "00009999");
        let own = row(format!("{near}:0016 {far}:C350"), "00001001");
        assert_eq!(link.waiting(&[HEAD, &other, &own].concat()), Some(0x1001));
        assert_eq!(link.waiting(&[HEAD, &other].concat()), None);
        let mapped = |text: &str| long(text.parse().unwrap());
        let own = row(format!("{}:0016 {}:C350", mapped("127.0.0.2"), mapped("127.0.0.1")), "00000010");
        assert_eq!(link.waiting(&own), Some(16), "IPv4 over a socket of IPv6");
    }

    #[test]
    fn what_is_no_connection_has_no_link() {
        for text in ["", "UNKNOWN 65535 UNKNOWN 65535", "127.0.0.1 50000", "::1 1 ::1 99999"] {
            assert_eq!(Link::of(text), None, "{text:?}");
        }
        assert!(Link::of("2001:db8::1 50000 fe80::1%eth0 22").is_none());
        assert!(Link::of("2001:db8::1 50000 2001:db8::2 22").is_some());
    }

    /// The kernel's own words for a connection that nobody reads from.
    #[test]
    #[cfg(target_os = "linux")]
    fn a_link_whose_far_end_does_not_read_is_full() {
        use std::io::Write as _;
        use std::net::{TcpListener, TcpStream};
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let far = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (mut near, _) = listener.accept().unwrap();
        let (client, server) = (far.local_addr().unwrap(), near.local_addr().unwrap());
        let link = Link::of(&format!("{} {} {} {}", client.ip(), client.port(), server.ip(), server.port())).unwrap();
        assert!(!link.is_full());
        near.set_nonblocking(true).unwrap();
        let bytes = vec![0; 65536];
        while near.write(&bytes).is_ok() {}
        assert!(link.is_full());
    }
}
