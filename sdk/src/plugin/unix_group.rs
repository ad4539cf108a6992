//! The number of a Unix group.
#![cfg(unix)]

use std::{fs, io};

/// The system's list of groups.
const GROUPS: &str = "/etc/group";

/// Finds the number of a group given by name or number.
///
/// Names are looked up in `/etc/group` only: asking a directory service needs the C library, and hosts that set a group
/// (none of Terraform's do) can give its number.
///
/// # Errors
/// No such group, or an unreadable list.
pub(super) fn id(group: &str) -> io::Result<u32> {
    if let Ok(number) = group.parse() {
        return Ok(number);
    }
    find(&fs::read_to_string(GROUPS)?, group).ok_or_else(|| {
        let text = format!("PLUGIN_UNIX_SOCKET_GROUP names the group \"{group}\", which {GROUPS} does not have");
        io::Error::new(io::ErrorKind::NotFound, text)
    })
}

fn find(groups: &str, wanted: &str) -> Option<u32> {
    groups.lines().find_map(|line| {
        let mut fields = line.split(':');
        let (name, _password, number) = (fields.next()?, fields.next()?, fields.next()?);
        (name == wanted).then(|| number.parse().ok())?
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_found_by_its_whole_name() {
        let groups = "root:x:0:\nstaff:x:50:ann,bob\nbroken\nstaffing:x:51:\n";
        assert_eq!(find(groups, "staff"), Some(50));
        assert_eq!(find(groups, "staffing"), Some(51));
        assert_eq!(find(groups, "sta"), None);
        assert_eq!(id("1234").unwrap(), 1234);
    }
}
