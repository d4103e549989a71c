package io.soundbite.operator.aws;

import io.soundbite.operator.engine.Failure;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What an error of a service means, by whether time helps. What passes by itself comes first: the
 * same code often stands for that and for what lasts, and only the words tell.
 *
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html">Errors that
 *     are common to all services</a>
 */
final class ErrorKinds {

  /**
   * One meaning.
   *
   * @param code in lower case, found anywhere in the code
   * @param message found anywhere in the service's words
   */
  private record Rule(Pattern code, Pattern message, Failure.Kind kind) {
    static Rule of(Failure.Kind kind, String code) {
      return of(kind, code, "");
    }

    static Rule of(Failure.Kind kind, String code, String message) {
      return new Rule(
          Pattern.compile(code), Pattern.compile(message, Pattern.CASE_INSENSITIVE), kind);
    }

    boolean matches(String ofCode, String ofMessage) {
      return code.matcher(ofCode).find() && message.matcher(ofMessage).find();
    }
  }

  private static final List<Rule> RULES =
      List.of(
          Rule.of(
              Failure.Kind.THROTTLED, "^slowdown$|throttl|^requestlimitexceeded|^bandwidthlimit"),
          Rule.of(
              Failure.Kind.COOLDOWN,
              "limitexceeded|validation|invalid|quota",
              "limited to (once|[0-9]+( times?)?) (in|per|every|within)|next \\S+ can be made at"
                  + "|can (only )?be (changed|updated|made) (once|again)"),
          Rule.of(
              Failure.Kind.CONFLICT,
              "limitexceeded",
              "tags are being updated|online index|only [0-9]+ restore"),
          Rule.of(
              Failure.Kind.THROTTLED,
              "limitexceeded|quota|throughput",
              "concurrent|simultaneous|rate exceeded|exceeded the rate|requests? per second"
                  + "|too many (requests|operations)|try again later"),
          Rule.of(
              Failure.Kind.CREDENTIALS,
              "expiredtoken|^requestexpired|tokenrefreshrequired|requesttimetooskewed"
                  + "|invalidclienttoken|unrecognizedclient|requestinthefuture|invalidaccesskeyid"
                  + "|invalidsecurity|authfailure"),
          Rule.of(
              Failure.Kind.CREDENTIALS,
              "signature|accessdenied|invalididentitytoken",
              "signature (expired|not yet current)|clock|security token included in the request is"
                  + " expired|token is expired|token has expired|too skewed"),
          Rule.of(
              Failure.Kind.UNAVAILABLE,
              "requesttimeout|internal(error|failure|server)|serviceunavailable|servicefailure"
                  + "|idpcommunicationerror|dependencytimeout|pendingverification"
                  + "|temporarilyunavailable"),
          Rule.of(
              Failure.Kind.DENIED, "accessdenied|unauthorized|notauthorized|authorizationerror"),
          Rule.of(Failure.Kind.TAKEN, "^bucketalreadyexists$"),
          Rule.of(Failure.Kind.QUOTA, "limitexceeded|quota|toomanybuckets"),
          Rule.of(Failure.Kind.NOT_FOUND, "notfound|nosuch|nonexistent|doesnotexist"),
          Rule.of(
              Failure.Kind.CONFLICT,
              "inuse|exists|conflict|concurrent|operationaborted|deletedrecently|inprogress"
                  + "|alreadyowned"));

  private ErrorKinds() {}

  /**
   * Returns the kind.
   *
   * @param message the service's words; empty text when it has none
   * @param throttled whether the SDK knows the code as one of throttling
   */
  static Failure.Kind of(String code, int status, String message, boolean throttled) {
    if (throttled || status == 429) {
      return Failure.Kind.THROTTLED;
    }
    var lower = code.toLowerCase(Locale.ROOT);
    if (status >= 500 && !lower.equals("slowdown")) {
      return Failure.Kind.UNAVAILABLE;
    }
    return RULES.stream()
        .filter(it -> it.matches(lower, message))
        .findFirst()
        .map(Rule::kind)
        .orElseGet(() -> byStatus(status));
  }

  private static Failure.Kind byStatus(int status) {
    return switch (status) {
      case 401, 403 -> Failure.Kind.DENIED;
      case 404 -> Failure.Kind.NOT_FOUND;
      case 409 -> Failure.Kind.CONFLICT;
      default -> Failure.Kind.INVALID;
    };
  }
}
