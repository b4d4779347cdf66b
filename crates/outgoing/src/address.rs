//! Which IP addresses are public: everything that the registries of special addresses (RFC 6890 and its successors) do
//! not take out, and of IPv6 only what is handed out as global unicast.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// An IPv4 network: its first address and the length of its prefix.
type Network4 = ([u8; 4], u32);
/// An IPv6 network: its first two groups of 32 bits are enough for all of these.
type Network6 = (u64, u32);

/// IANA IPv4 Special-Purpose Address Registry, multicast and the reserved rest.
const SPECIAL_4: &[Network4] = &[
    ([0, 0, 0, 0], 8),
    ([10, 0, 0, 0], 8),
    ([100, 64, 0, 0], 10),
    ([127, 0, 0, 0], 8),
    ([169, 254, 0, 0], 16),
    ([172, 16, 0, 0], 12),
    ([192, 0, 0, 0], 24),
    ([192, 0, 2, 0], 24),
    ([192, 31, 196, 0], 24),
    ([192, 52, 193, 0], 24),
    ([192, 88, 99, 0], 24),
    ([192, 168, 0, 0], 16),
    ([192, 175, 48, 0], 24),
    ([198, 18, 0, 0], 15),
    ([198, 51, 100, 0], 24),
    ([203, 0, 113, 0], 24),
    ([224, 0, 0, 0], 4),
    ([240, 0, 0, 0], 4),
];

/// Global unicast (RFC 4291). What maps, translates or embeds an IPv4 address at the front (`::/96`, `::ffff:0:0/96`,
/// `64:ff9b::/96`) is outside, as are unique local, link-local and multicast addresses.
const GLOBAL_UNICAST: Network6 = (0x2000_0000_0000_0000, 3);
/// What is special inside of it.
const SPECIAL_6: &[Network6] = &[
    // IETF protocols, with Teredo, ORCHID and benchmarking.
    (0x2001_0000_0000_0000, 23),
    // Documentation.
    (0x2001_0db8_0000_0000, 32),
    (0x3fff_0000_0000_0000, 20),
    // 6to4, which carries an IPv4 address.
    (0x2002_0000_0000_0000, 16),
    // AS112.
    (0x2620_004f_8000_0000, 48),
];

/// Whether anybody on the Internet may be expected at this address.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !SPECIAL_4.iter().any(|network| is_in_4(address, *network)),
        IpAddr::V6(address) => {
            is_in_6(address, GLOBAL_UNICAST)
                && !SPECIAL_6.iter().any(|network| is_in_6(address, *network))
                && !is_isatap(address)
        }
    }
}

fn is_in_4(address: Ipv4Addr, (first, prefix): Network4) -> bool {
    (address.to_bits() ^ u32::from_be_bytes(first)) >> (32 - prefix) == 0
}

fn is_in_6(address: Ipv6Addr, (first, prefix): Network6) -> bool {
    let front = u64::try_from(address.to_bits() >> 64).expect("64 bits are left");
    (front ^ first) >> (64 - prefix) == 0
}

/// An interface identifier that carries an IPv4 address, in any network (RFC 5214).
fn is_isatap(address: Ipv6Addr) -> bool {
    let [.., high, low, _, _] = address.segments();
    high & !0x0200 == 0 && low == 0x5efe
}

#[cfg(test)]
mod tests {
    use super::is_public;

    #[track_caller]
    fn expect(addresses: &[&str], public: bool) {
        for text in addresses {
            assert_eq!(is_public(text.parse().expect(text)), public, "{text}");
        }
    }

    #[test]
    fn addresses_that_are_handed_out_are_public() {
        expect(
            &["1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255"],
            true,
        );
        expect(
            &["172.32.0.0", "192.167.255.255", "192.169.0.0", "198.17.0.1", "198.20.0.1", "223.255.255.255"],
            true,
        );
        expect(
            &["2606:4700::1111", "2a00:1450:4001::64", "2400:cb00::1", "2001:200::1", "2001:db7::1"],
            true,
        );
    }

    #[test]
    fn special_ipv4_addresses_are_not_public() {
        expect(&["0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255"], false);
        expect(&["127.0.0.1", "127.255.255.255", "169.254.169.254", "172.16.0.1", "172.31.255.255"], false);
        expect(
            &["192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.19.255.255"],
            false,
        );
        expect(&["198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1"], false);
        expect(&["255.255.255.255"], false);
    }

    #[test]
    fn special_ipv6_addresses_are_not_public() {
        expect(&["::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:0:127.0.0.1"], false);
        expect(
            &["64:ff9b::7f00:1", "64:ff9b:1::a00:1", "100::1", "fc00::1", "fd12:3456::1", "fe80::1"],
            false,
        );
        expect(&["fec0::1", "ff02::1", "2001::1", "2001:0:7f00:1::", "2001:10::1", "2001:20::1"], false);
        expect(&["2001:db8::1", "2002:7f00:1::", "2002:c0a8:1::1", "3fff::1", "5f00::1", "4000::1"], false);
        expect(&["2a00:1450::5efe:7f00:1", "2a00:1450::200:5efe:a00:1"], false);
    }
}
