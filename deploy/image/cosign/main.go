// Command cosign signs the image that make image built, and verifies it, with cosign's own library and a key pair.
//
// The signed layout is that of "cosign save": "cosign verify --local-image" verifies it, and "cosign load" pushes image
// and signature to a registry. Nothing is asked of a transparency log: a private image has no place there.
package main

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto"
	"encoding/base64"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/validate"
	"github.com/sigstore/cosign/v2/pkg/cosign"
	ocilayout "github.com/sigstore/cosign/v2/pkg/oci/layout"
	"github.com/sigstore/cosign/v2/pkg/oci/mutate"
	"github.com/sigstore/cosign/v2/pkg/oci/signed"
	"github.com/sigstore/cosign/v2/pkg/oci/static"
	"github.com/sigstore/sigstore/pkg/cryptoutils"
	"github.com/sigstore/sigstore/pkg/signature"
	"github.com/sigstore/sigstore/pkg/signature/payload"
)

const usage = `usage: cosign generate-key-pair DIRECTORY
       cosign sign --key cosign.key --reference REGISTRY/REPOSITORY ARCHIVE LAYOUT
       cosign verify --key cosign.pub LAYOUT

The private key is encrypted with the password in COSIGN_PASSWORD.`

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "cosign:", err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	if len(arguments) == 0 {
		return errors.New(usage)
	}
	flags := flag.NewFlagSet(arguments[0], flag.ContinueOnError)
	key := flags.String("key", "", "")
	reference := flags.String("reference", "soundbite-operator", "")
	if err := flags.Parse(arguments[1:]); err != nil {
		return err
	}
	switch command, rest := arguments[0], flags.Args(); {
	case command == "generate-key-pair" && len(rest) == 1:
		return generate(rest[0])
	case command == "sign" && len(rest) == 2:
		return sign(*key, *reference, rest[0], rest[1])
	case command == "verify" && len(rest) == 1:
		return verify(*key, rest[0])
	default:
		return errors.New(usage)
	}
}

func password(bool) ([]byte, error) {
	value, ok := os.LookupEnv("COSIGN_PASSWORD")
	if !ok {
		return nil, errors.New("set COSIGN_PASSWORD, to nothing where the key has no password")
	}
	return []byte(value), nil
}

func generate(directory string) error {
	private := filepath.Join(directory, "cosign.key")
	if _, err := os.Stat(private); err == nil {
		return fmt.Errorf("%s exists already, and is not overwritten", private)
	}
	keys, err := cosign.GenerateKeyPair(password)
	if err != nil {
		return err
	}
	if err := os.WriteFile(private, keys.PrivateBytes, 0o600); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(directory, "cosign.pub"), keys.PublicBytes, 0o644)
}

func sign(key, reference, archive, target string) error {
	signer, err := signerOf(key)
	if err != nil {
		return err
	}
	unpacked, err := os.MkdirTemp("", "image")
	if err != nil {
		return err
	}
	defer os.RemoveAll(unpacked)
	image, err := imageIn(archive, unpacked)
	if err != nil {
		return err
	}
	claim, signed64, err := signedClaim(signer, image, reference)
	if err != nil {
		return err
	}
	attached, err := static.NewSignature(claim, signed64)
	if err != nil {
		return err
	}
	withSignature, err := mutate.AttachSignatureToImage(signed.Image(image), attached)
	if err != nil {
		return err
	}
	if err := os.RemoveAll(target); err != nil {
		return err
	}
	return ocilayout.WriteSignedImage(target, withSignature)
}

func signerOf(key string) (signature.Signer, error) {
	encrypted, err := os.ReadFile(key)
	if err != nil {
		return nil, err
	}
	word, err := password(false)
	if err != nil {
		return nil, err
	}
	signer, err := cosign.LoadPrivateKey(encrypted, word, nil)
	if err != nil {
		return nil, fmt.Errorf("%s: %w; is COSIGN_PASSWORD its password?", key, err)
	}
	return signer, nil
}

func signedClaim(signer signature.Signer, image v1.Image, reference string) ([]byte, string, error) {
	digest, err := image.Digest()
	if err != nil {
		return nil, "", err
	}
	named, err := name.NewDigest(reference + "@" + digest.String())
	if err != nil {
		return nil, "", err
	}
	claim, err := payload.Cosign{Image: named}.MarshalJSON()
	if err != nil {
		return nil, "", err
	}
	signature, err := signer.SignMessage(bytes.NewReader(claim))
	return claim, base64.StdEncoding.EncodeToString(signature), err
}

// imageIn unpacks an OCI archive and returns its only image.
func imageIn(archive, directory string) (v1.Image, error) {
	if err := unpack(archive, directory); err != nil {
		return nil, fmt.Errorf("%s: %w", archive, err)
	}
	index, err := layout.ImageIndexFromPath(directory)
	if err != nil {
		return nil, fmt.Errorf("%s is not an OCI archive: %w", archive, err)
	}
	manifest, err := index.IndexManifest()
	if err != nil {
		return nil, err
	}
	if len(manifest.Manifests) != 1 {
		return nil, fmt.Errorf("%s has %d images, where one is expected", archive, len(manifest.Manifests))
	}
	return index.Image(manifest.Manifests[0].Digest)
}

func unpack(archive, directory string) error {
	file, err := os.Open(archive)
	if err != nil {
		return err
	}
	defer file.Close()
	root, err := os.OpenRoot(directory)
	if err != nil {
		return err
	}
	defer root.Close()
	for reader := tar.NewReader(file); ; {
		entry, err := reader.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if entry.Typeflag != tar.TypeReg {
			continue
		}
		if err := write(root, entry.Name, reader); err != nil {
			return err
		}
	}
}

func write(root *os.Root, path string, content io.Reader) error {
	if err := root.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	file, err := root.Create(path)
	if err != nil {
		return err
	}
	if _, err := io.Copy(file, content); err != nil {
		return errors.Join(err, file.Close())
	}
	return file.Close()
}

func verify(key, path string) error {
	pem, err := os.ReadFile(key)
	if err != nil {
		return err
	}
	public, err := cryptoutils.UnmarshalPEMToPublicKey(pem)
	if err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	verifier, err := signature.LoadVerifier(public, crypto.SHA256)
	if err != nil {
		return err
	}
	options := &cosign.CheckOpts{
		SigVerifier:   verifier,
		ClaimVerifier: cosign.SimpleClaimVerifier,
		IgnoreTlog:    true,
		Offline:       true,
	}
	if _, _, err := cosign.VerifyLocalImageSignatures(context.Background(), path, options); err != nil {
		return err
	}
	return complete(path)
}

// complete compares every blob of the image with its digest: the signature is to the manifest, which names them.
func complete(path string) error {
	index, err := ocilayout.SignedImageIndex(path)
	if err != nil {
		return err
	}
	image, err := index.SignedImage(v1.Hash{})
	if err != nil {
		return err
	}
	return validate.Image(image)
}
