// Command argocd is the core of Argo CD in one static binary: its application
// controller, repository server and API server, chosen by the first argument.
package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	reposerver "github.com/argoproj/argo-cd/v2/cmd/argocd-repo-server/commands"
	apiserver "github.com/argoproj/argo-cd/v2/cmd/argocd-server/commands"
)

var programs = map[string]func() *cobra.Command{
	"application-controller": newController,
	"repo-server":            reposerver.NewCommand,
	"server":                 apiserver.NewCommand,
}

func main() {
	names := strings.Join(slices.Sorted(maps.Keys(programs)), "|")
	if len(os.Args) < 2 || programs[os.Args[1]] == nil {
		fmt.Fprintf(os.Stderr, "usage: argocd %s [arguments]\n", names)
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	command := programs[os.Args[1]]()
	command.SetArgs(os.Args[2:])
	if command.ExecuteContext(ctx) != nil {
		os.Exit(1)
	}
}
