package io.soundbite.operator.cli;

/** What a command found. Its record components are its JSON form, a contract with tools. */
interface Report {

  /** What CI is told. */
  Exit exit();

  /** The form for people. */
  void print(Page page);
}
