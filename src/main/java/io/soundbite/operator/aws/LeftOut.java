package io.soundbite.operator.aws;

/** Why a member of an answer is not compared. */
enum LeftOut {
  IDENTITY("says which resource it is"),
  STATE("is what happens to the resource, and not how it is set up"),
  FOLLOWS("follows from another member, which is compared"),
  FIXED("can't be changed once the resource is there"),
  PROTECTS("protects more than what the operator sets, and stays as others set it"),
  GROWN("AWS raises it by itself with the use, and nobody can lower it"),
  HARMLESS("changes neither what is kept nor who gets at it"),
  TRUST("gives nothing by itself: the trust policy, which is compared, decides");

  private final String words;

  LeftOut(String words) {
    this.words = words;
  }

  /** The reason, for documents. */
  String words() {
    return words;
  }
}
