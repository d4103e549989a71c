"""XML answers of the query protocol and of S3, read and changed."""

import xml.etree.ElementTree as xml

from .rules import with_body


def parsed_xml(answer):
    """Returns the root of a successful answer, or None."""
    if answer.status >= 300 or not answer.body.lstrip().startswith(b"<"):
        return None
    return xml.fromstring(answer.body)


def with_xml(answer, root):
    namespace = root.tag.rpartition("}")[0].lstrip("{") or None
    text = xml.tostring(root, encoding="utf-8", xml_declaration=True, default_namespace=namespace)
    return with_body(answer, text)


def text_of(element, name):
    return element.findtext(f"{{*}}{name}")


def named(root, name):
    """Returns all elements of that name, at any depth."""
    return [it for it in root.iter() if it.tag.rpartition("}")[2] == name]


def new_in(parent, name, text):
    """Appends a child in the namespace of its parent."""
    namespace = parent.tag.rpartition("}")[0]
    child = xml.SubElement(parent, f"{namespace}}}{name}" if namespace else name)
    child.text = text
    return child
