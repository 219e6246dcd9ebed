/// The release that all programs are of, as `hello`, `status` and `--version` tell it;
/// debian/changelog has the same.
package let sinewVersion = "0.1.0"
